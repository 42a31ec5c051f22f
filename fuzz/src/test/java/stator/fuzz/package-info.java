/**
 * Fuzzing of whatever reads what clients send: parsers, decoders, the encodings of keys and items.
 *
 * <p>A target is a class with {@code fuzzerTestOneInput(byte[])}, which throws if an input shows a
 * fault. Most lie here; one whose parser is seen in its own package only lies in a package of that
 * name. {@link stator.fuzz.Targets} names them all. The method is the one that fuzzers which are
 * guided by coverage (Jazzer) call. {@link stator.fuzz.CorpusTest} runs good inputs in each build,
 * and damages them at random.
 */
package stator.fuzz;
