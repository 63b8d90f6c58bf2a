//! Research runs.
use std::time::Instant;
use unravel_forecast::*;
type Cols = (Vec<u32>, Vec<u32>, Vec<u32>, Vec<i32>);
fn load(path: &str, into: &mut Cols) {
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let f: Vec<i64> = line
            .split('\t')
            .map(|x| x.trim().parse().unwrap())
            .collect();
        into.0.push(f[0] as u32);
        into.1.push(f[1] as u32);
        into.2.push(f[2] as u32);
        into.3.push(f[3] as i32);
    }
}
fn names(path: &str) -> Vec<String> {
    let mut v: Vec<(usize, String)> = std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|l| {
            let (n, i) = l.rsplit_once('\t').unwrap();
            (i.trim().parse().unwrap(), n.to_owned())
        })
        .collect();
    v.sort();
    v.into_iter().map(|x| x.1).collect()
}
fn view(c: &Cols) -> Quads<'_> {
    Quads {
        subject: &c.0,
        relation: &c.1,
        object: &c.2,
        time: &c.3,
    }
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = &args[1];
    let words = Vocabulary {
        entities: names(&format!("{dir}/entity2id.txt")),
        relations: names(&format!("{dir}/relation2id.txt")),
    };
    let mut train = Cols::default();
    let mut test = Cols::default();
    load(&format!("{dir}/train.txt"), &mut train);
    load(&format!("{dir}/valid.txt"), &mut test);
    if args.get(2).is_some_and(|a| a == "dyads") {
        let name = dir.rsplit('/').next().unwrap();
        let roots: Vec<Option<u8>> = std::fs::read_to_string(format!("/tmp/roots-{name}.txt"))
            .unwrap()
            .lines()
            .map(|l| l.parse().ok().filter(|&x| x > 0))
            .collect();
        let mut o = dyads::DyadOptions::default();
        for a in &args[3..] {
            let (k, v) = a.split_once('=').unwrap();
            match k {
                "trees" => o.trees = v.parse().unwrap(),
                "leaves" => o.leaves = v.parse().unwrap(),
                "rate" => o.rate = v.parse().unwrap(),
                "stride" => o.stride = v.parse().unwrap(),
                "half" => o.half_life = v.parse().unwrap(),
                "hor" => o.horizons = vec![v.parse().unwrap()],
                "test" => {
                    for (a, b) in [
                        (&mut train.0, &test.0),
                        (&mut train.1, &test.1),
                        (&mut train.2, &test.2),
                    ] {
                        a.extend(b);
                    }
                    train.3.extend(&test.3);
                    test = Cols::default();
                    load(&format!("{dir}/test.txt"), &mut test);
                }
                _ => panic!("{k}"),
            }
        }
        let m = dyads::fit_dyads(view(&train), &words, &roots, None, o).unwrap();
        for e in m.evaluate(view(&test)).unwrap() {
            println!(
                "{:?} {} origins {} n {} base {:.4} skill {:.4} [{:.3} {:.3}] ece {:.5} | poisson {:.4} {:.5} | active {} {:.4} dormant {} {:.4}",
                e.act,
                e.horizon,
                e.origins,
                e.model.n,
                e.model.base_rate,
                e.model.skill,
                e.skill_interval[0],
                e.skill_interval[1],
                e.model.ece,
                e.poisson.skill,
                e.poisson.ece,
                e.active.n,
                e.active.skill,
                e.dormant.n,
                e.dormant.skill
            );
        }
        return;
    }
    let mut o = FitOptions::default();
    for a in &args[2..] {
        let (k, v) = a.split_once('=').unwrap();
        match k {
            "trees" => o.trees = v.parse().unwrap(),
            "leaves" => o.leaves = v.parse().unwrap(),
            "rate" => o.rate = v.parse().unwrap(),
            "warm" => o.warm = v.parse().unwrap(),
            "mix" => o.mix = v.parse().unwrap(),
            "cand" => o.candidates = v.parse().unwrap(),
            "passes" => o.passes = v.parse().unwrap(),
            "seed" => o.seed = v.parse().unwrap(),
            _ => panic!("{k}"),
        }
    }
    let t = Instant::now();
    let f = fit(view(&train), &words, o).unwrap();
    println!("fit {:.1}", t.elapsed().as_secs_f64());
    let t = Instant::now();
    let e = f.evaluate(view(&test), Reveal::History).unwrap();
    println!("eval {:.1}", t.elapsed().as_secs_f64());
    println!(
        "default {:?}\nmixture {:?}\nrecall {:.4} new {:?}",
        e.ranks, e.mixture, e.recall, e.new
    );
}
