//! English text to sentences, tokens, tags, lemmas, dependency trees and named entities.
