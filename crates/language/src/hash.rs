//! The two hashes that the published model format is built on.
//!
//! Every string is known to the networks only by its 64-bit MurmurHash; a second hash spreads
//! that number over four rows of an embedding table.

/// MurmurHash64A (Austin Appleby, public domain) of `bytes` with `seed`.
///
/// The model's strings are keyed by this with seed 1.
pub fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0u8; 8];
        last[..tail.len()].copy_from_slice(tail);
        h = (h ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    h ^= h >> 47;
    h = h.wrapping_mul(M);
    h ^ (h >> 47)
}

/// The 128-bit MurmurHash3 of one 8-byte key, as four 32-bit numbers: the rows (modulo the
/// table's length) whose sum is the key's embedding.
pub fn rows(key: u64, seed: u32) -> [u32; 4] {
    fn finish(mut h: u64) -> u64 {
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    }
    let seed = u64::from(seed);
    let mut h1 = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    h1 = h1.wrapping_mul(0x4cf5_ad43_2745_937f) ^ seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = finish(h1);
    h2 = finish(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that the reference implementation gives.
    #[test]
    fn hashes_are_the_published_ones() {
        assert_eq!(murmur64a(b"the", 1), 7_425_985_699_627_899_538);
        assert_eq!(murmur64a(b".", 1), 12_646_065_887_601_541_794);
        let expected = [2_332_737_498, 1_315_472_909, 1_351_622_599, 1_973_209_364];
        assert_eq!(rows(7_425_985_699_627_899_538, 8), expected);
        let expected = [4_276_173_638, 283_019_878, 2_119_293_161, 2_572_013_466];
        assert_eq!(rows(12_646_065_887_601_541_794, 8), expected);
    }
}
