//! Noun phrases that stand for an actor: "Turkish officials", "Syrian rebels", "local militants".

use unravel_evidence::{ActorKind, ActorRef};
use unravel_language::{Dep, Pos};

use crate::scene::{Form, Scene, Spot};

/// Noun phrases that stand for the actor who owns them, or for an unnamed one.
pub(crate) fn named(scene: &mut Scene<'_>) {
    for t in 0..scene.parse.tokens().len() {
        if !matches!(scene.pos(t), Pos::Noun | Pos::Propn | Pos::Adj) || scene.spot_at(t).is_some()
        {
            continue;
        }
        let lemma = singular(scene, t);
        let organ = scene.nouns.organs.contains(&lemma);
        let group = scene.nouns.group.contains(&lemma);
        // "Rurian movements" are not Ruria; "the Rurian movement" is one named before
        let apart = scene.nouns.apart.contains(&lemma) || group && scene.lower(t).ends_with('s');
        let part = scene.nouns.part_of_group.contains(&lemma);
        if !organ && !apart && !part && !group || scene.pos(t) == Pos::Adj {
            continue;
        }
        // "the Amal militia" is Amal
        if (apart || group)
            && let Some(named) = named_before(scene, t)
        {
            scene.stand(t, named, Form::Description);
            continue;
        }
        // a title: "Taliban official Jalaluddin Haqqani"
        let titled = scene
            .spot_at(scene.head(t))
            .is_some_and(|s| scene.cast[s.actor].kind == ActorKind::Person);
        if scene.dep(t) == Dep::Compound && titled {
            continue;
        }
        // "Ruria's largest rebel group, the X"
        let told = scene
            .children(t)
            .filter(|c| scene.dep(*c) == Dep::Appos && (apart || group || part))
            .filter_map(|c| scene.spot_at(c))
            .find(|s| s.form == Form::Name && scene.is_group(s.actor))
            .map(|s| s.actor);
        if let Some(named) = told {
            scene.stand(t, named, Form::Description);
            continue;
        }
        // "al-Shabaab, an al-Qaeda-affiliated group": the group is the one named
        let beside = scene
            .spot_at(scene.head(t))
            .filter(|s| {
                scene.dep(t) == Dep::Appos && (apart || part || group && scene.is_group(s.actor))
            })
            .map(|s| s.actor);
        if let Some(named) = beside.or_else(|| set_beside(scene, t).filter(|_| apart)) {
            scene.stand(t, named, Form::Description);
            continue;
        }
        if !organ && !apart {
            continue;
        }
        let mut owners = Vec::new();
        scene.owners(t, &mut owners);
        if owners.is_empty() && organ {
            for word in ["in", "within"] {
                let objects: Vec<usize> = scene.prep_objects(t, word).collect();
                for o in objects {
                    if matches!(
                        lemma.as_str(),
                        "authority" | "government" | "regime" | "court" | "tribunal"
                    ) && let Some(owner) = scene.actors_of(o).first()
                    {
                        owners.push(crate::scene::Arg {
                            token: o,
                            trust: 0.6,
                            ..*owner
                        });
                    }
                }
            }
        }
        let start = owners
            .iter()
            .map(|o| o.token)
            .filter(|o| *o < t && t - *o < 6)
            .min()
            .unwrap_or(t);
        let tokens = t..t + 1;
        let bytes = scene.bytes(&(start..t + 1));
        let owner_is_state = owners
            .first()
            .is_some_and(|o| scene.cast[o.actor].kind == ActorKind::Government);
        let actor = match owners.first() {
            Some(owner) if !apart || !owner_is_state => {
                // "rebels of the X" are X, "the X's rebels" are not
                if apart && !organ && !(scene.is_group(owner.actor) && owner.token > t) {
                    continue;
                }
                owner.actor
            }
            Some(owner) if apart && owner.token < t => {
                let name = format!(
                    "{} {}",
                    scene.parse.token_text(owner.token),
                    scene.parse.token_text(t)
                );
                scene.member(ActorRef::unlisted(&name), ActorKind::ArmedGroup, &[])
            }
            // "Iran-backed militia groups", "the U.S.-led coalition": known only by this name
            None if apart && hyphened(scene, t).is_some() => {
                let mut from = hyphened(scene, t).unwrap_or(t);
                // "anti-X group"
                if from >= 2
                    && scene.parse.token_text(from - 1) == "-"
                    && matches!(scene.lower(from - 2), "pro" | "anti")
                {
                    from -= 2;
                }
                let name = scene.parse.text()[scene.bytes(&(from..t + 1))].to_owned();
                scene.member(ActorRef::unlisted(&name), ActorKind::ArmedGroup, &[])
            }
            // "the rebels" may be those spoken of
            None if scene.nouns.bare.contains(&lemma)
                && scene.dep(t) != Dep::Compound
                && !(scene.nouns.fighters.contains(&lemma) && is_definite(scene, t)) =>
            {
                let name = scene.lower(t);
                scene.member(ActorRef::unlisted(name), ActorKind::ArmedGroup, &[])
            }
            _ => continue,
        };
        scene.add_spot(Spot {
            tokens,
            bytes,
            head: t,
            actor,
            form: Form::Description,
        });
        if !apart {
            for other in owners.iter().skip(1) {
                scene.also(t, other.actor);
            }
        }
    }
}

fn is_definite(scene: &Scene<'_>, t: usize) -> bool {
    scene
        .child(t, Dep::Det)
        .is_some_and(|d| matches!(scene.lower(d), "the" | "these" | "those"))
}

/// The armed group or party whose name a noun closes.
fn named_before(scene: &Scene<'_>, t: usize) -> Option<usize> {
    let name = t.checked_sub(1)?;
    let closes = matches!(scene.dep(name), Dep::Compound | Dep::Nmod) && scene.head(name) == t;
    scene
        .spot_at(name)
        .filter(|s| closes && s.form == Form::Name)
        .map(|s| s.actor)
        .filter(|m| scene.is_group(*m))
}

/// The group that a phrase with a hyphened name describes after a dash or bracket: "X — a
/// Y-linked group —". The parser seldom makes it an apposition.
fn set_beside(scene: &Scene<'_>, t: usize) -> Option<usize> {
    let mut start = hyphened(scene, t)?;
    while start > 0 && matches!(scene.pos(start - 1), Pos::Det | Pos::Adj) {
        start -= 1;
    }
    let mark = start.checked_sub(1)?;
    if !matches!(scene.parse.token_text(mark), "—" | "–" | "-" | "--" | "(") {
        return None;
    }
    scene
        .spot_at(mark.checked_sub(1)?)
        .filter(|s| s.form == Form::Name && scene.cast[s.actor].kind == ActorKind::ArmedGroup)
        .map(|s| s.actor)
}

/// The lemma in lower case; the tagger's names keep their plural ("Pakistani Policemen").
fn singular(scene: &Scene<'_>, t: usize) -> String {
    let lemma = scene.lemma(t).to_lowercase();
    if scene.pos(t) != Pos::Propn {
        return lemma;
    }
    match (lemma.strip_suffix("men"), lemma.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}man"),
        (None, Some(stem)) if stem.len() > 3 => stem.to_owned(),
        _ => lemma,
    }
}

/// The first token of a noun phrase that a hyphened name opens.
fn hyphened(scene: &Scene<'_>, t: usize) -> Option<usize> {
    (t.saturating_sub(6)..t).find(|i| {
        scene.spot_at(*i).is_some_and(|s| s.form == Form::Hyphen) && scene.parse.is_ancestor(t, *i)
    })
}

/// Marks the nouns that may stand for an unnamed actor.
pub(crate) fn unnamed(scene: &mut Scene<'_>) {
    for t in 0..scene.parse.tokens().len() {
        if scene.spot_at(t).is_some()
            || scene.pos(t) != Pos::Noun
            || scene.dep(t) == Dep::Compound
            || !scene.nouns.unnamed.contains(scene.lemma_lower(t))
        {
            continue;
        }
        let span = scene.parse.subtree(t);
        let mut start = span.start.max(t.saturating_sub(6));
        while start < t
            && (matches!(
                scene.pos(start),
                Pos::Det | Pos::Punct | Pos::Space | Pos::Adp | Pos::Cconj | Pos::Pron
            ) || scene.head(start) != t && !scene.parse.is_ancestor(t, start))
        {
            start += 1;
        }
        // "PYD and YPG, Kurdish groups …": those just named
        let named = start
            .checked_sub(2)
            .filter(|_| scene.parse.token_text(start - 1) == "," && plural_group(scene, t))
            .and_then(|before| scene.spot_at(before))
            .filter(|s| s.form == Form::Name && scene.cast[s.actor].kind == ActorKind::ArmedGroup)
            .map(|s| s.head);
        if let Some(last) = named {
            let mut all = vec![last];
            while scene.dep(all[all.len() - 1]) == Dep::Conj && all.len() < 8 {
                all.push(scene.head(all[all.len() - 1]));
            }
            let actors: Vec<usize> = all
                .iter()
                .filter_map(|t| scene.spot_at(*t))
                .map(|s| s.actor)
                .collect();
            scene.stand(t, actors[0], Form::Description);
            for actor in &actors[1..] {
                scene.also(t, *actor);
            }
            continue;
        }
        let bytes = scene.bytes(&(start..t + 1));
        scene.add_latent(t, bytes);
    }
}

fn plural_group(scene: &Scene<'_>, t: usize) -> bool {
    matches!(
        scene.lower(t),
        "groups"
            | "militias"
            | "factions"
            | "organizations"
            | "organisations"
            | "movements"
            | "parties"
    )
}
