//! Generators of files in the published layout of each dataset, with invented rows.
//!
//! Column names and orders follow the codebooks; what stands in the rows is drawn by chance.

// Each user takes what it needs.
#![allow(dead_code)]

use fastrand::Rng;
use std::io::{Result, Write};

const STATES: [(&str, &str); 12] = [
    ("AFG", "Afghanistan"),
    ("USA", "United States"),
    ("RUS", "Russia"),
    ("CHN", "China"),
    ("IRN", "Iran"),
    ("PAK", "Pakistan"),
    ("IND", "India"),
    ("FRA", "France"),
    ("MLI", "Mali"),
    ("NGA", "Nigeria"),
    ("TUR", "Turkey"),
    ("SYR", "Syria"),
];
const SECTORS: [(&str, &str); 8] = [
    ("GOV", "GOVERNMENT"),
    ("COP", "POLICE"),
    ("MIL", "MILITARY"),
    ("OPP", "OPPOSITION"),
    ("CVL", "VILLAGER"),
    ("EDU", "STUDENT"),
    ("MED", "NEWSPAPER"),
    ("BUS", "COMPANY"),
];
/// CAMEO code, Goldstein score, quad class.
const CODES: [(&str, &str, u8); 12] = [
    ("010", "0.0", 1),
    ("020", "3.0", 1),
    ("036", "4.0", 1),
    ("040", "1.0", 1),
    ("042", "1.9", 1),
    ("057", "8.0", 1),
    ("061", "6.4", 2),
    ("0731", "7.4", 2),
    ("111", "-2.0", 3),
    ("141", "-6.5", 3),
    ("173", "-5.0", 4),
    ("190", "-10.0", 4),
];
const START: i32 = 17_532; // 2018-01-01

/// Index below `n`, small ones far more often, as names are in the news.
fn skewed(rng: &mut Rng, n: usize) -> usize {
    let x = rng.f64();
    ((x * x * x) * n as f64) as usize
}

/// Year, month and day of a day number.
pub fn civil(days: i32) -> (i32, i32, i32) {
    // Hinnant's algorithm from days to the proleptic Gregorian calendar.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i32::from(month <= 2);
    (year, month, doy - (153 * mp + 2) / 5 + 1)
}

fn iso(days: i32) -> String {
    let (y, m, d) = civil(days);
    format!("{y:04}-{m:02}-{d:02}")
}

/// GDELT event rows: `two` for version 2.0 (61 columns), else 1.0 (58 columns). About one row in
/// eight names one actor only.
pub fn gdelt(out: &mut impl Write, rows: u64, two: bool, seed: u64) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    for row in 0..rows {
        // as in daily files: the days come in order
        let day = START + i32::try_from(row * 2000 / rows.max(1)).unwrap_or_default();
        let (y, m, d) = civil(day);
        let date = format!("{y:04}{m:02}{d:02}");
        let (code, goldstein, quad) = CODES[skewed(&mut rng, CODES.len())];
        write!(
            out,
            "{}\t{date}\t{y:04}{m:02}\t{y:04}\t{y}.{:04}",
            300_000_000 + row,
            (m * 30 + d) * 27 % 10_000
        )?;
        gdelt_actor(out, &mut rng, true)?;
        let second = rng.u8(0..8) > 0;
        gdelt_actor(out, &mut rng, second)?;
        let mentions = 1 + skewed(&mut rng, 40);
        write!(
            out,
            "\t1\t{code}\t{}\t{}\t{quad}\t{goldstein}\t{mentions}\t1\t{mentions}\t{:.6}",
            &code[..3],
            &code[..2],
            rng.f64() * 20.0 - 10.0
        )?;
        for _ in 0..3 {
            let state = STATES[skewed(&mut rng, STATES.len())];
            let place = skewed(&mut rng, 20_000);
            let second = if two { "\t" } else { "" };
            write!(
                out,
                "\t4\tPlace {place}, Province {}, {}\t{}\t{}{:02}{second}\t{:.4}\t{:.4}\t-{}",
                place % 40,
                state.1,
                &state.0[..2],
                &state.0[..2],
                place % 40,
                rng.f64() * 120.0 - 60.0,
                rng.f64() * 360.0 - 180.0,
                1_000_000 + place
            )?;
        }
        let added = if two { format!("{date}001500") } else { date };
        writeln!(
            out,
            "\t{added}\thttp://news.example.org/{}/story-{:08x}.html",
            iso(day),
            rng.u32(..)
        )?;
    }
    Ok(())
}

fn gdelt_actor(out: &mut impl Write, rng: &mut Rng, present: bool) -> Result<()> {
    if !present {
        return write!(out, "{}", "\t".repeat(10));
    }
    let (state, name) = STATES[skewed(rng, STATES.len())];
    match rng.u8(0..4) {
        0 | 1 => write!(
            out,
            "\t{state}\t{}\t{state}\t\t\t\t\t\t\t",
            name.to_uppercase()
        ),
        2 => {
            let (sector, plain) = SECTORS[skewed(rng, SECTORS.len())];
            write!(
                out,
                "\t{state}{sector}\t{plain}\t{state}\t\t\t\t\t{sector}\t\t"
            )
        }
        _ => {
            let group = skewed(rng, 5000);
            write!(out, "\t{state}REB\tGROUP {group}\t{state}\t\t\t\t\tREB\t\t")
        }
    }
}

pub const ICEWS_HEADER: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude";

/// ICEWS rows as on Dataverse.
pub fn icews(out: &mut impl Write, rows: u64, seed: u64) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    writeln!(out, "{ICEWS_HEADER}")?;
    for row in 0..rows {
        let day = START + rng.i32(0..700);
        let mut actor = || {
            let state = STATES[skewed(&mut rng, STATES.len())].1;
            match rng.u8(0..3) {
                0 => (state.to_owned(), "", state),
                1 => (
                    format!("Citizen ({state})"),
                    "General Population / Civilian / Social",
                    state,
                ),
                _ => (format!("Police ({state})"), "Government,Police", state),
            }
        };
        let (source, target) = (actor(), actor());
        let (code, score, _) = CODES[skewed(&mut rng, CODES.len())];
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\tMake statement\t{code}\t{score}\t{}\t{}\t{}\t{}\t{}\tInvented Gazette\tSomewhere\t\t\t{}\t1.0\t2.0",
            20_000_000 + row,
            iso(day),
            source.0,
            source.1,
            source.2,
            target.0,
            target.1,
            target.2,
            30_000_000 + row,
            rng.u8(1..7),
            target.2
        )?;
    }
    Ok(())
}

pub const POLECAT_HEADER: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion";

const PLOVER: [(&str, &str, &str, &str); 6] = [
    ("CONSULT", "visit", "2.0", "VERBAL COOPERATION"),
    ("AGREE", "None", "4.0", "VERBAL COOPERATION"),
    ("AID", "None", "7.0", "MATERIAL COOPERATION"),
    ("ACCUSE", "disapprove", "-2.0", "VERBAL CONFLICT"),
    ("COERCE", "arrest", "-6.0", "MATERIAL CONFLICT"),
    ("ASSAULT", "firearms", "-9.0", "MATERIAL CONFLICT"),
];

/// POLECAT rows as on Dataverse; `headline` names a column in the header that the rows lack, as
/// some published files do.
pub fn polecat(out: &mut impl Write, rows: u64, headline: bool, seed: u64) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    let header = if headline {
        POLECAT_HEADER.replace("\tSource\t", "\tHeadline\tSource\t")
    } else {
        POLECAT_HEADER.to_owned()
    };
    writeln!(out, "{header}")?;
    for row in 0..rows {
        let date = iso(START + rng.i32(0..700));
        let mut actor = || {
            let (code, state) = STATES[skewed(&mut rng, STATES.len())];
            let (name, sector) = match rng.u8(0..3) {
                0 => (state.to_owned(), "GOV"),
                1 => ("None".to_owned(), "CVL"),
                _ => (format!("Invented Union {}", rng.u8(0..50)), "LAB"),
            };
            format!("{name}\t{code}\t700\t{sector}\t{sector}\tNone\tthe {sector}\tNone")
        };
        let (source, target) = (actor(), actor());
        let (kind, mode, score, quad) = PLOVER[skewed(&mut rng, PLOVER.len())];
        writeln!(
            out,
            "{row}_1\t{date}\t{kind}\t{mode}\t{score}\t{quad}\tdiplomatic\t{source}\t{target}\tKabul\tKabul\tNone\tKabul\tAFG\t34.5\t69.2\t1138958\tKabul\tPPLC\tInvented Gazette\t{date}\tNone\tNone\tKabul\ten\tNGEC-0.1"
        )?;
    }
    Ok(())
}

pub const UCDP_HEADER: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";

/// UCDP GED rows; source texts hold commas, quotes and line breaks.
pub fn ucdp(out: &mut impl Write, rows: u64, seed: u64) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    writeln!(out, "{UCDP_HEADER}")?;
    for row in 0..rows {
        let (_, state) = STATES[skewed(&mut rng, STATES.len())];
        let day = START + rng.i32(0..700);
        let deaths = rng.u32(0..30);
        let (kind, b) = match rng.u8(0..3) {
            0 => (1, "Taliban".to_owned()),
            1 => (2, format!("Invented Front {}", rng.u8(0..9))),
            _ => (3, "Civilians".to_owned()),
        };
        writeln!(
            out,
            "{row},X-{row},2018,1,Clear,{kind},1,1,\"{state}: Government\",1,1,\"Government of {state} - {b}\",1,1,Government of {state},2,2,{b},1,\"Gazette, \"\"a {b} attack\"\",\nsecond line\",Gazette,{date},Headline,,1,Town,Near the town,Province,District,1.5,2.5,POINT (2.5 1.5),1,{state},700,Asia,1,1,{date} 00:00:00.000,{date} 00:00:00.000,0,0,0,{deaths},{deaths},{deaths},{deaths},700,",
            date = iso(day),
        )?;
    }
    Ok(())
}

pub const ACLED_HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

/// ACLED rows as exported.
pub fn acled(out: &mut impl Write, rows: u64, seed: u64) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    writeln!(out, "{ACLED_HEADER}")?;
    for row in 0..rows {
        let (_, state) = STATES[skewed(&mut rng, STATES.len())];
        let date = iso(START + rng.i32(0..700));
        let (kind, sub, b) = match rng.u8(0..4) {
            0 => ("Battles", "Armed clash", "Taliban".to_owned()),
            1 => (
                "Strategic developments",
                "Agreement",
                "Invented Front".to_owned(),
            ),
            2 => (
                "Violence against civilians",
                "Attack",
                format!("Civilians ({state})"),
            ),
            _ => ("Protests", "Peaceful protest", String::new()),
        };
        writeln!(
            out,
            "XXX{row},{date},2018,1,Political violence,{kind},{sub},Military Forces of {state} (2018-),,1,{b},,2,12,,4,Asia,{state},Province,District,,Town,1.5,2.5,1,Gazette,National,\"Notes, with a comma and a \"\"quote\"\"\",{},,1600000000",
            rng.u8(0..20)
        )?;
    }
    Ok(())
}

/// Lines of `unravel code --jsonl`: one document with two statements a line.
pub fn statements(out: &mut impl Write, rows: u64, seed: u64) -> Result<()> {
    let mut rng = Rng::with_seed(seed);
    for row in 0..rows {
        let a = STATES[skewed(&mut rng, STATES.len())].1;
        let b = STATES[skewed(&mut rng, STATES.len())].1;
        let date = iso(START + rng.i32(0..700));
        let line = serde_json::json!({
            "id": row, "actors": [], "roles": [], "attributions": [],
            "statements": [
                {"a": a, "b": b, "kind": "agreement", "direction": "mutual", "stance": "asserted",
                 "said_by": null, "when": date, "bearing": "for", "score": 0.9,
                 "event": {"type": "AGREE", "mode": null},
                 "cue": {"start": 0, "end": 4, "text": "sign"}},
                {"a": a, "b": b, "kind": "shelter", "direction": "a->b", "stance": "denied",
                 "said_by": a, "when": null, "bearing": "against", "score": 0.9, "event": null,
                 "cue": {"start": 0, "end": 4, "text": "host"}},
            ]
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
