//! Who is who: a registry of political actors with their names, kinds, codes, parents and dated roles.
