//! Events coded in PLOVER, with their CAMEO code where known.

use crate::words::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The 16 event types of PLOVER (Open Event Data Alliance, manual of 2021), from
    /// verbal cooperation to material conflict.
    PloverType, "PLOVER event type" {
        /// Agree to future action, sign an accord.
        Agree = "AGREE",
        /// Meet, talk, visit, mediate.
        Consult = "CONSULT",
        /// Praise, endorse, recognise, defend in words.
        Support = "SUPPORT",
        /// Act together, share information, fight on one side.
        Cooperate = "COOPERATE",
        /// Give money, arms, shelter or relief.
        Aid = "AID",
        /// Give in: ease, release, step down.
        Concede = "CONCEDE",
        /// Withdraw, cease fire, return territory.
        Retreat = "RETREAT",
        /// Ask, appeal, demand.
        Request = "REQUEST",
        /// Criticise, blame, allege.
        Accuse = "ACCUSE",
        /// Refuse, veto, deny a request.
        Reject = "REJECT",
        /// Warn of force or sanction.
        Threaten = "THREATEN",
        /// Demonstrate, riot.
        Protest = "PROTEST",
        /// Cut relations, expel, embargo.
        Sanction = "SANCTION",
        /// Put forces on alert or move them.
        Mobilize = "MOBILIZE",
        /// Arrest, seize, restrict.
        Coerce = "COERCE",
        /// Attack.
        Assault = "ASSAULT",
    }
}

impl PloverType {
    /// Whether the type is cooperation (the first seven, without REQUEST) rather than conflict.
    /// REQUEST is neither and counts as not cooperative.
    pub fn is_cooperative(self) -> bool {
        self <= PloverType::Retreat
    }
}

/// The coded act of a statement: what was done, apart from who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub plover: PloverType,
    /// PLOVER mode, for example "visit" or "airstrike"; none where the type has none.
    pub mode: Option<String>,
    /// CAMEO code, for example "042": the one that stands for the type and mode
    /// ([`CameoCode::for_plover`](crate::CameoCode::for_plover)) where none is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
}
