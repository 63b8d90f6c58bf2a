//! Actors: names, roles, parents, and who stands around them.

use crate::error::{ApiError, ApiResult, Problem};
use crate::extract::{Asked, At, With};
use crate::state::App;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::f64::consts::{PI, TAU};
use unravel_casefile::{ActorSummary, Edge, Network, Node, YearTie};
use unravel_evidence::{ActorId, ActorRef, Codes, Membership, Role};
use utoipa::{IntoParams, ToSchema};

/// Every actor of the case, the most named first.
#[utoipa::path(get, path = "/api/actors", tag = "actors",
    responses((status = 200, body = Vec<Object>, description = "ActorSummary each")))]
pub(super) async fn actors(State(app): State<App>, asked: Asked) -> ApiResult<Response> {
    asked.answer(&app, |_, case| Ok(case.actors()?)).await
}

/// An actor as the case and the registry know it.
#[derive(Serialize, ToSchema)]
struct ActorInfo {
    /// ActorSummary: id, name, kind, the names met in documents, counts.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    met: ActorSummary,
    /// Whether the registry knows it.
    listed: bool,
    /// Codes of other datasets.
    #[schema(value_type = Object)]
    codes: Codes,
    /// What it belongs to, with names and dates.
    parents: Vec<Parent>,
}

/// Something an actor belongs to.
#[derive(Serialize, ToSchema)]
struct Parent {
    /// Its name.
    name: String,
    /// Its id as `in`, with `since` and `until` where known.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    membership: Membership,
}

/// A role, and where it is known from.
#[derive(Serialize, ToSchema)]
struct RoleRow {
    #[serde(flatten)]
    #[schema(value_type = Object)]
    role: Role,
    /// Documents of the case that tell it; 0 = from the registry alone.
    documents: u64,
}

/// An actor's page.
#[derive(Serialize, ToSchema)]
struct ActorPage {
    actor: ActorInfo,
    /// Of it or in it.
    roles: Vec<RoleRow>,
    /// What is said about it and each other one, by year.
    #[schema(value_type = Vec<Object>)]
    ties: Vec<YearTie>,
    /// Statements about it, rejected ones left out.
    statements_total: u64,
}

/// One actor: names, codes, parents, roles, ties by year.
#[utoipa::path(get, path = "/api/actors/{id}", tag = "actors", params(("id" = String, Path)),
    responses((status = 200, body = ActorPage), (status = 404, body = Problem)))]
pub(super) async fn actor(
    State(app): State<App>,
    At(id): At<String>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |state, case| {
            let id = ActorId(id);
            let known = state.desk.known(&id);
            let met = match (case.actor(&id)?, &known.actor) {
                (Some(met), _) => met,
                (None, Some(actor)) => ActorSummary {
                    actor: ActorRef::from(actor),
                    kind: Some(actor.kind),
                    aliases: Vec::new(),
                    documents: 0,
                    mentions: 0,
                    statements: 0,
                },
                (None, None) => return Err(ApiError::missing("actor", id.as_str())),
            };
            let mut roles: Vec<RoleRow> = case
                .roles_of(&id)?
                .into_iter()
                .map(|r| RoleRow {
                    role: r.role,
                    documents: r.documents,
                })
                .collect();
            let told = |role: &Role| roles.iter().any(|r| r.role == *role);
            let rest: Vec<RoleRow> = known
                .roles
                .into_iter()
                .filter(|role| !told(role))
                .map(|role| RoleRow { role, documents: 0 })
                .collect();
            roles.extend(rest);
            Ok(ActorPage {
                roles,
                ties: case.ties_of(&id)?,
                statements_total: met.statements,
                actor: info(met, known.actor, &known.parents),
            })
        })
        .await
}

fn info(
    mut met: ActorSummary,
    actor: Option<unravel_evidence::Actor>,
    parents: &[ActorRef],
) -> ActorInfo {
    let Some(actor) = actor else {
        return ActorInfo {
            met,
            listed: false,
            codes: Codes::default(),
            parents: Vec::new(),
        };
    };
    met.kind = Some(actor.kind);
    for alias in actor.aliases {
        if !met.aliases.contains(&alias) {
            met.aliases.push(alias);
        }
    }
    let name = |id: &ActorId| {
        let found = parents.iter().find(|p| p.id == *id);
        found.map_or_else(|| id.0.clone(), |p| p.name.clone())
    };
    let parents = actor
        .memberships
        .into_iter()
        .map(|membership| Parent {
            name: name(&membership.parent),
            membership,
        })
        .collect();
    ActorInfo {
        met,
        listed: true,
        codes: actor.codes,
        parents,
    }
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Around {
    /// Whose network.
    actor: String,
    /// Steps from it: 1 or 2 (1).
    depth: Option<u8>,
    /// At most so many others (60, at most 300).
    limit: Option<usize>,
}

/// A node with a place that does not depend on the year shown.
#[derive(Serialize, ToSchema)]
struct Placed {
    #[serde(flatten)]
    #[schema(value_type = Object)]
    node: Node,
    /// Place, the actor asked about at 0, 0 and its neighbours at distance 1.
    x: f64,
    y: f64,
}

/// The network around an actor.
#[derive(Serialize, ToSchema)]
struct NetworkPage {
    nodes: Vec<Placed>,
    /// Pairs with counts for, against and neutral by year.
    #[schema(value_type = Vec<Object>)]
    edges: Vec<Edge>,
    /// Neighbours left out because there are too many to show.
    left_out: u64,
}

/// Who stands around an actor, with what is said about each pair by year.
#[utoipa::path(get, path = "/api/network", tag = "actors", params(Around),
    responses((status = 200, body = NetworkPage), (status = 404, body = Problem)))]
pub(super) async fn network(
    State(app): State<App>,
    With(around): With<Around>,
    asked: Asked,
) -> ApiResult<Response> {
    asked
        .answer(&app, move |_, case| {
            let id = ActorId(around.actor);
            let depth = around.depth.unwrap_or(1).clamp(1, 2);
            let limit = around.limit.unwrap_or(60).min(300);
            let network = case.network(&id, depth, limit)?;
            if network.nodes.is_empty() {
                return Err(ApiError::missing("actor", id.as_str()));
            }
            Ok(placed(network))
        })
        .await
}

/// Rings around the middle. Neighbours stand in the order of their ids, so that one more
/// statement moves nobody; each outer node stands as near as it can to the neighbour that it
/// is told of with.
fn placed(network: Network) -> NetworkPage {
    let mut angles: BTreeMap<ActorId, f64> = BTreeMap::new();
    let mut inner: Vec<&ActorId> = ids(&network, 1);
    inner.sort();
    for (i, id) in inner.iter().enumerate() {
        angles.insert((*id).clone(), TAU * i as f64 / inner.len() as f64);
    }
    let mut outer: Vec<(f64, &ActorId)> = ids(&network, 2)
        .into_iter()
        .map(|id| {
            let near = network.edges.iter().find_map(|edge| match edge {
                Edge { a, b, .. } if a == id => angles.get(b),
                Edge { a, b, .. } if b == id => angles.get(a),
                _ => None,
            });
            (near.copied().unwrap_or(PI), id)
        })
        .collect();
    outer.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(y.1)));
    let outer: Vec<ActorId> = outer.into_iter().map(|(_, id)| id.clone()).collect();
    for (i, id) in outer.iter().enumerate() {
        angles.insert(id.clone(), TAU * i as f64 / outer.len() as f64);
    }
    let nodes = network
        .nodes
        .into_iter()
        .map(|node| {
            let radius = f64::from(node.depth);
            let angle = angles.get(&node.actor.id).copied().unwrap_or(0.0);
            Placed {
                x: radius * angle.cos(),
                y: radius * angle.sin(),
                node,
            }
        })
        .collect();
    NetworkPage {
        nodes,
        edges: network.edges,
        left_out: network.left_out,
    }
}

fn ids(network: &Network, depth: u8) -> Vec<&ActorId> {
    let at = network.nodes.iter().filter(|node| node.depth == depth);
    at.map(|node| &node.actor.id).collect()
}
