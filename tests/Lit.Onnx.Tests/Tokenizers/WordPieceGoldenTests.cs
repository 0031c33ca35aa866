using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Tokenizers;

/// <summary>Encodings that the reference library made of nasty texts, pairs, batches and words.</summary>
public sealed class WordPieceGoldenTests
{
    private const string Folder = "Tokenizers";

    private static readonly string[] Tokenizers =
        ["bert-uncased", "bert-cased", "bert-base-uncased-vocab", "added-tokens-bert"];

    private static readonly Dictionary<string, Task<WordPieceTokenizer>> Loaded = Tokenizers.ToDictionary(
        name => name,
        name => WordPieceTokenizer.LoadAsync(TestFiles.Golden(Path.Combine(Folder, name))));

    [TestCaseSource(nameof(Cases), ["text"])]
    public async Task A_text_has_the_reference_tokens_and_offsets(string folder, JsonElement input, JsonElement expected)
    {
        var tokenizer = await Loaded[folder];
        string text = TextOf(input);

        AssertEncoding(tokenizer.Encode(text), expected);
        if (expected.TryGetProperty("ids_without_special", out var plain))
        {
            Assert.That(tokenizer.Encode(text, null, new() { AddSpecialTokens = false }).Ids, Is.EqualTo(Ints(plain)));
        }
    }

    [TestCaseSource(nameof(DecodedCases))]
    public async Task Decoding_gives_the_reference_text(string folder, JsonElement input, JsonElement expected)
    {
        var tokenizer = await Loaded[folder];
        int[] ids = [.. tokenizer.Encode(TextOf(input)).Ids];

        Assert.That(tokenizer.Decode(ids, false), Is.EqualTo(expected.GetProperty("decoded_all").GetString()));
        Assert.That(tokenizer.Decode(ids, true), Is.EqualTo(expected.GetProperty("decoded_skip_special").GetString()));
        if (expected.TryGetProperty("decoded_prefixes_skip_special", out var prefixes))
        {
            Assert.That(
                Enumerable.Range(0, prefixes.GetArrayLength()).Select(n => tokenizer.Decode(ids.AsSpan(0, n), true)),
                Is.EqualTo(prefixes.EnumerateArray().Select(prefix => prefix.GetString())));
        }
    }

    [TestCaseSource(nameof(Cases), ["repeat"])]
    public async Task A_very_long_text_has_the_reference_ids(string folder, JsonElement input, JsonElement expected)
    {
        var repeat = input.GetProperty("repeat");
        string unit = repeat.GetProperty("unit").GetString()!;
        string text = new StringBuilder().Insert(0, unit, repeat.GetProperty("count").GetInt32()).ToString();

        var encoding = (await Loaded[folder]).Encode(text);

        Assert.That(encoding.Count, Is.EqualTo(expected.GetProperty("count").GetInt32()));
        Assert.That(Sha256(string.Join(',', encoding.Ids)), Is.EqualTo(expected.GetProperty("sha256_of_ids_joined_by_commas").GetString()));
        Assert.That(OffsetsOf(encoding)[^1], Is.EqualTo(Ints(expected.GetProperty("last_offset"))));
    }

    [TestCaseSource(nameof(Cases), ["pair"])]
    public async Task A_pair_has_the_reference_tokens_and_offsets(string folder, JsonElement input, JsonElement expected)
    {
        bool special = !input.TryGetProperty("add_special_tokens", out var add) || add.GetBoolean();

        var encoding = (await Loaded[folder]).Encode(
            TextOf(input), input.GetProperty("pair").GetString(), new() { AddSpecialTokens = special });

        AssertEncoding(encoding, expected);
    }

    [TestCaseSource(nameof(Cases), ["truncation"])]
    public async Task Truncation_keeps_the_reference_tokens_and_its_windows(string folder, JsonElement input, JsonElement expected)
    {
        var tokenizer = await Loaded[folder];
        string text = TextOf(input);
        string? pair = input.GetProperty("pair").GetString();
        var (options, stride) = TruncationOf(input.GetProperty("truncation"));

        if (options.Truncation!.MaxLength < tokenizer.SpecialTokenCount)
        {
            Assert.That(() => tokenizer.Encode(text, pair, options), Throws.ArgumentException);
            return;
        }

        if (expected.TryGetProperty("error", out _))
        {
            Assert.That(
                () => tokenizer.EncodeWindows(text, pair, options, stride).ToList(),
                Throws.ArgumentException.Or.TypeOf<LitException>());
            return;
        }

        var encoding = tokenizer.Encode(text, pair, options);
        AssertEncoding(encoding, expected);
        var windows = tokenizer.EncodeWindows(text, pair, options, stride).ToList();
        Assert.That(windows[0].Ids, Is.EqualTo(encoding.Ids));
        AssertOverflow(windows[1..], expected);
        Assert.That(encoding.IsTruncated, Is.EqualTo(windows.Count > 1));
    }

    [TestCaseSource(nameof(Cases), ["padding"])]
    public async Task A_batch_has_the_reference_padding(string folder, JsonElement input, JsonElement expected)
    {
        var asked = input.GetProperty("padding");
        var padding = new Padding
        {
            Length = asked.TryGetProperty("length", out var length) ? length.GetInt32() : null,
            MultipleOf = asked.TryGetProperty("pad_to_multiple_of", out var multiple) ? multiple.GetInt32() : 1,
            Side = asked.TryGetProperty("direction", out var side) && side.GetString() == "left" ? TextEnd.Left : TextEnd.Right,
        };
        var options = input.TryGetProperty("truncation", out var truncation) && truncation.ValueKind == JsonValueKind.Object
            ? TruncationOf(truncation).Options
            : EncodingOptions.Default;
        string[] texts = [.. input.GetProperty("batch").EnumerateArray().Select(text => text.GetString()!)];

        var tokenizer = await Loaded[folder];
        var rows = tokenizer.EncodeBatch(texts, options, padding);

        Assert.That(rows, Has.Count.EqualTo(expected.GetProperty("rows").GetArrayLength()));
        foreach (var ((row, text), reference) in rows.Zip(texts).Zip(expected.GetProperty("rows").EnumerateArray()))
        {
            if (reference.TryGetProperty("overflowing", out var overflowing))
            {
                Assert.That(tokenizer.EncodeWindows(text, null, options, 0).Count() - 1, Is.EqualTo(overflowing.GetInt32()));
            }

            Assert.That(row.Ids, Is.EqualTo(Ints(reference.GetProperty("ids"))));
            Assert.That(row.AttentionMask, Is.EqualTo(Ints(reference.GetProperty("attention_mask"))));
            if (reference.TryGetProperty("offsets", out var offsets))
            {
                Assert.That(row.TypeIds, Is.EqualTo(Ints(reference.GetProperty("type_ids"))));
                Assert.That(SpecialMask(row), Is.EqualTo(Ints(reference.GetProperty("special_tokens_mask"))));
                Assert.That(OffsetsOf(row), Is.EqualTo(Offsets(offsets)));
            }
        }
    }

    [TestCaseSource(nameof(Cases), ["words"])]
    public async Task Words_have_the_reference_tokens_and_offsets_within_the_word(string folder, JsonElement input, JsonElement expected)
    {
        string[] words = [.. input.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)];
        var reference = expected.GetProperty("encoding");

        var encoding = (await Loaded[folder]).EncodeWords(words, EncodingOptions.Default);

        Assert.That(encoding.Ids, Is.EqualTo(Ints(reference.GetProperty("ids"))));
        Assert.That(encoding.Tokens, Is.EqualTo(Texts(reference.GetProperty("tokens"))));
        Assert.That(encoding.WordIds, Is.EqualTo(IdsOrMinusOne(reference.GetProperty("word_ids"))));
        Assert.That(OffsetsOf(encoding), Is.EqualTo(Offsets(reference.GetProperty("offsets_within_word"))));
    }

    [Test]
    public void Every_case_of_the_golden_files_is_tested() => Assert.That(
        new[] { "text", "repeat", "pair", "truncation", "padding", "words" }.Sum(kind => Cases(kind).Count()),
        Is.EqualTo(Tokenizers.Sum(name => CasesOf(name).Count())));

    private static void AssertEncoding(TokenEncoding encoding, JsonElement expected)
    {
        string units = expected.GetProperty("offsets_utf16").ValueKind == JsonValueKind.String ? "offsets" : "offsets_utf16";
        Assert.That(encoding.Tokens, Is.EqualTo(Texts(expected.GetProperty("tokens"))));
        Assert.That(encoding.Ids, Is.EqualTo(Ints(expected.GetProperty("ids"))));
        Assert.That(OffsetsOf(encoding), Is.EqualTo(Offsets(expected.GetProperty(units))));
        Assert.That(encoding.TypeIds, Is.EqualTo(Ints(expected.GetProperty("type_ids"))));
        Assert.That(encoding.AttentionMask, Is.EqualTo(Ints(expected.GetProperty("attention_mask"))));
        Assert.That(SpecialMask(encoding), Is.EqualTo(Ints(expected.GetProperty("special_tokens_mask"))));
        Assert.That(encoding.WordIds, Is.EqualTo(IdsOrMinusOne(expected.GetProperty("word_ids"))));
        Assert.That(encoding.SequenceIds, Is.EqualTo(IdsOrMinusOne(expected.GetProperty("sequence_ids"))));
    }

    private static void AssertOverflow(List<TokenEncoding> windows, JsonElement expected)
    {
        int count = expected.TryGetProperty("overflowing_count", out var found) ? found.GetInt32() : 0;
        Assert.That(windows, Has.Count.EqualTo(count));
        if (expected.TryGetProperty("overflowing", out var overflowing))
        {
            foreach (var (window, reference) in windows.Zip(overflowing.EnumerateArray()))
            {
                AssertEncoding(window, reference);
            }
        }
        else if (count > 0)
        {
            Assert.That(
                Sha256(string.Join(',', windows.SelectMany(window => (int[])[.. window.Ids, -1]))),
                Is.EqualTo(expected.GetProperty("overflowing_sha256").GetString()));
        }
    }

    private static (EncodingOptions Options, int Stride) TruncationOf(JsonElement truncation) => (
        new()
        {
            Truncation = new(truncation.GetProperty("max_length").GetInt32())
            {
                Strategy = truncation.GetProperty("strategy").GetString() switch
                {
                    "longest_first" => TruncationStrategy.LongestFirst,
                    "only_first" => TruncationStrategy.OnlyFirst,
                    "only_second" => TruncationStrategy.OnlySecond,
                    var other => throw new InvalidDataException(other),
                },
                Side = truncation.GetProperty("direction").GetString() == "left" ? TextEnd.Left : TextEnd.Right,
            },
        },
        truncation.GetProperty("stride").GetInt32());

    private static string TextOf(JsonElement input) => input.TryGetProperty("text", out var text)
        ? text.GetString()!
        : new([.. input.GetProperty("text_utf16_units").EnumerateArray().Select(unit => (char)unit.GetInt32())]);

    private static int[][] OffsetsOf(TokenEncoding encoding)
        => [.. encoding.Offsets.Select(offset => (int[])[offset.Start, offset.End])];

    private static int[] SpecialMask(TokenEncoding encoding)
        => [.. Enumerable.Range(0, encoding.Count).Select(i => encoding.IsSpecial(i) ? 1 : 0)];

    private static int[] Ints(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];

    private static int[] IdsOrMinusOne(JsonElement array)
        => [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? -1 : item.GetInt32())];

    private static int[][] Offsets(JsonElement array) => [.. array.EnumerateArray().Select(Ints)];

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<TestCaseData> Cases(string kind) =>
        from folder in Tokenizers
        from test in CasesOf(folder)
        let input = test.GetProperty("input")
        where KindOf(input) == kind
        select new TestCaseData(folder, input, test.GetProperty("expected"))
            .SetArgDisplayNames(folder, test.GetProperty("name").GetString()!);

    /// <summary>The reference decoded texts of whole characters only.</summary>
    private static IEnumerable<TestCaseData> DecodedCases() =>
        Cases("text").Where(test => ((JsonElement)test.Arguments[2]!).TryGetProperty("decoded_all", out _));

    private static string KindOf(JsonElement input) => input.TryGetProperty("batch", out _) ? "padding"
        : input.TryGetProperty("truncation", out _) ? "truncation"
        : input.TryGetProperty("pair", out _) ? "pair"
        : input.TryGetProperty("words", out _) ? "words"
        : input.TryGetProperty("repeat", out _) ? "repeat"
        : "text";

    private static JsonElement.ArrayEnumerator CasesOf(string folder) => JsonDocument
        .Parse(File.ReadAllBytes(TestFiles.Golden(Path.Combine(Folder, folder, "encodings.json"))))
        .RootElement.GetProperty("cases").EnumerateArray();
}
