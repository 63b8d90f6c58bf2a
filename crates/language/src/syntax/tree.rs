//! Extent of the subtrees of a tree.

/// First and last token of a subtree.
pub type Edges = (u32, u32);

/// First and last token below each token, itself included.
pub fn edges(heads: &[u32]) -> Vec<Edges> {
    let mut edges: Vec<Edges> = (0..heads.len() as u32).map(|i| (i, i)).collect();
    let mut waiting = vec![0u32; heads.len()];
    for (token, &head) in heads.iter().enumerate() {
        if head as usize != token {
            waiting[head as usize] += 1;
        }
    }
    // Leaves first; a token follows when all below it are done.
    let mut ready: Vec<usize> = (0..heads.len()).filter(|&i| waiting[i] == 0).collect();
    while let Some(token) = ready.pop() {
        let head = heads[token] as usize;
        if head == token {
            continue;
        }
        let (low, high) = edges[token];
        edges[head] = (edges[head].0.min(low), edges[head].1.max(high));
        waiting[head] -= 1;
        if waiting[head] == 0 {
            ready.push(head);
        }
    }
    edges
}
