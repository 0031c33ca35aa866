using FsCheck;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Onnx.Tokenizers;

public sealed class WordPieceTokenizerTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "film", "was", "un", "##watch", "##able", ".", "e", "##e", "a"];

    private static readonly WordPieceTokenizer Small = WordPieceTokenizer.FromVocabulary(Vocabulary, new() { MaxLength = 8 });

    private static readonly WordPieceTokenizer Bert = WordPieceTokenizer.LoadAsync(
        TestFiles.Golden(Path.Combine("Tokenizers", "bert-base-uncased-vocab", "vocab.txt"))).Result;

    [Test]
    public void A_word_is_cut_into_the_longest_pieces_and_each_knows_its_place()
    {
        const string text = "The  UNwatchable film.";

        var encoding = Small.Encode(text);

        Assert.That(encoding.Tokens, Is.EqualTo(new[] { "[CLS]", "the", "un", "##watch", "##able", "film", ".", "[SEP]" }));
        Assert.That(
            encoding.Offsets.Select(offset => offset.In(text).ToString()),
            Is.EqualTo(new[] { "", "The", "UN", "watch", "able", "film", ".", "" }));
        Assert.That(encoding.WordIds, Is.EqualTo(new[] { -1, 0, 1, 1, 1, 2, 3, -1 }));
        Assert.That(encoding.IsTruncated, Is.False);
    }

    [Test]
    public void A_text_that_is_longer_than_the_model_takes_is_cut_and_says_how_much()
    {
        var encoding = Small.Encode("the film was the film was the film");

        Assert.That(encoding.Count, Is.EqualTo(8));
        Assert.That(encoding.IsTruncated, Is.True);
        Assert.That((encoding.DroppedFirst, encoding.DroppedSecond), Is.EqualTo((2, 0)));
    }

    [Test]
    public void Both_sides_of_a_pair_say_what_they_lost()
    {
        var encoding = Small.Encode("the film was the film", "the film was");

        Assert.That((encoding.DroppedFirst, encoding.DroppedSecond), Is.EqualTo((2, 1)));
        Assert.That(encoding.Dropped, Is.EqualTo(3));
    }

    [Test]
    public void A_maximum_length_below_the_special_tokens_is_refused() => Assert.That(
        () => Small.Encode("the film", null, new() { Truncation = new(1) }),
        Throws.ArgumentException.With.Message.EqualTo(
            "Expected a MaxLength of at least 2, the number of special tokens; found 1."));

    [Test]
    public void A_strategy_that_cuts_a_side_that_is_too_short_is_refused() => Assert.That(
        () => Small.Encode("the", "film was the film", new() { Truncation = new(5) { Strategy = TruncationStrategy.OnlyFirst } }),
        Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Expected the first text to have more than the 3 tokens that have to go for a room of 2; found 1. "
            + "Use LongestFirst or a larger MaxLength."));

    [Test]
    public void Windows_need_a_length() => Assert.That(
        () => Small.EncodeWindows("the", null, EncodingOptions.Default, 0), Throws.ArgumentException);

    [Test]
    public void Lone_surrogates_vanish_as_replacement_characters_do()
    {
        var encoding = Small.Encode("fi\ud83dlm \udc00");

        Assert.That(encoding.Tokens, Is.EqualTo(new[] { "[CLS]", "film", "[SEP]" }));
        Assert.That(encoding.Offsets[1], Is.EqualTo(new TokenOffset(0, 5)));
    }

    [Test]
    public void A_word_in_two_code_point_lengths_around_the_limit_is_known_or_unknown()
    {
        var tokenizer = WordPieceTokenizer.FromVocabulary(Vocabulary, new() { MaxCharactersPerWord = 300 });

        Assert.That(tokenizer.Encode(new string('e', 300)).Count, Is.EqualTo(302));
        Assert.That(tokenizer.Encode(new string('e', 301)).Tokens[1], Is.EqualTo("[UNK]"));
        Assert.That(tokenizer.Encode(new string('é', 300)).Count, Is.EqualTo(302));
        Assert.That(tokenizer.Encode(new string('é', 301)).Tokens[1], Is.EqualTo("[UNK]"));
    }

    [Test]
    public void A_batch_that_needs_padding_without_a_padding_token_is_refused() => Assert.That(
        () => WordPieceTokenizer.FromVocabulary([.. Vocabulary[1..]], new()).EncodeBatch(["the film", "the"]),
        Throws.TypeOf<LitException>().With.Message.StartsWith("Expected a padding token in the vocabulary"));

    [Test]
    public void A_vocabulary_without_the_special_tokens_is_refused() => Assert.That(
        () => WordPieceTokenizer.FromVocabulary(["a", "b"], new()),
        Throws.TypeOf<LitException>().With.Message.Contains("'[CLS]'"));

    [Test]
    public void Unknown_ids_are_left_out_of_a_decoded_text()
        => Assert.That(Small.Decode([2, 5, 999, -1, 6, 3], skipSpecialTokens: true), Is.EqualTo("the film"));

    [Property(MaxTest = 500)]
    public Property The_buffer_holds_what_the_encoding_holds() => Prop.ForAll(Texts, text =>
    {
        var buffer = new EncodingBuffer();
        Bert.Encode(text, "other", EncodingOptions.Default);
        Bert.Encode(text, EncodingOptions.Default, buffer);
        var encoding = Bert.Encode(text);

        Assert.That(buffer.Ids.ToArray(), Is.EqualTo(encoding.Ids));
        Assert.That(buffer.Offsets.ToArray(), Is.EqualTo(encoding.Offsets));
        Assert.That(buffer.WordIds.ToArray(), Is.EqualTo(encoding.WordIds));
    });

    [Property(MaxTest = 500)]
    public Property Offsets_are_in_order_within_the_text_and_never_empty() => Prop.ForAll(Texts, text =>
    {
        var encoding = Bert.Encode(text);
        var offsets = encoding.Offsets.Skip(1).Take(encoding.Count - 2).ToList();

        Assert.That(offsets, Is.All.Matches<TokenOffset>(offset => offset.Length > 0 && offset.End <= text.Length));
        Assert.That(offsets.Zip(offsets.Skip(1), (one, next) => one.Start <= next.Start && one.End <= next.End), Is.All.True);
    });

    [Property(MaxTest = 500)]
    public Property A_text_in_ASCII_has_the_tokens_of_the_same_text_by_the_general_path() => Prop.ForAll(AsciiTexts, text =>
    {
        // An added token that is looked for in normalized text sends everything through the normalizer.
        var general = new WordPieceTokenizer(WithNormalizedToken(Vocabulary));
        var fast = WordPieceTokenizer.FromVocabulary(Vocabulary, new());

        Assert.That(fast.Encode(text).Ids, Is.EqualTo(general.Encode(text).Ids));
        Assert.That(fast.Encode(text).Offsets, Is.EqualTo(general.Encode(text).Offsets));
    });

    [Property(MaxTest = 200)]
    public Property Truncated_encodings_are_as_long_as_asked_and_count_what_is_gone() => Prop.ForAll(Texts, Texts, (one, other) =>
    {
        var whole = Bert.Encode(one, other, EncodingOptions.Default);
        var cut = Bert.Encode(one, other, new() { Truncation = new(9) });

        Assert.That(cut.Count, Is.EqualTo(Math.Min(9, whole.Count)));
        Assert.That(cut.Count + cut.Dropped, Is.EqualTo(whole.Count));
    });

    [Test]
    public void Encodings_on_many_threads_are_those_of_one()
    {
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => $"The {i}th film was unwatchable — naïve, {new string('x', i % 120)}.")];
        var expected = texts.Select(text => string.Join(',', Bert.Encode(text).Ids)).ToList();

        var found = new string[texts.Length];
        Parallel.For(0, texts.Length, new() { MaxDegreeOfParallelism = 2 }, i => found[i] = string.Join(',', Bert.Encode(texts[i]).Ids));

        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void Encoding_into_a_buffer_allocates_nothing()
    {
        var buffer = new EncodingBuffer();
        const string text = "The film was unwatchable, naïve and 电影 too.";
        for (int i = 0; i < 50; i++)
        {
            Bert.Encode(text, EncodingOptions.Default, buffer);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Bert.Encode(text, EncodingOptions.Default, buffer);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static Arbitrary<string> Texts => Gen.OneOf(
            Gen.Elements("the ", "unwatchable", " film", "é", "İ", "e\u0301", "한글", "那", "🙂", "\ud83d", "\u200d", "[MASK]", "\0", ".", "'s "),
            Gen.Choose(0, 0xffff).Select(unit => ((char)unit).ToString()),
            Gen.Choose(32, 126).Select(unit => ((char)unit).ToString()))
        .ListOf().Select(string.Concat).ToArbitrary();

    private static Arbitrary<string> AsciiTexts => Gen.OneOf(
            Gen.Elements("the", " ", "unwatchable", "film", "E", ".", "[MASK]"),
            Gen.Choose(0, 127).Select(unit => ((char)unit).ToString()))
        .ListOf().Select(string.Concat).ToArbitrary();

    private static WordPieceModel WithNormalizedToken(string[] vocabulary)
    {
        var model = WordPieceFiles.FromVocabulary(vocabulary, new(), "the test");
        return model with { Added = [.. model.Added, new(9999, "<<never there>>") { Normalized = true }] };
    }
}
