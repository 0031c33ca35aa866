using System.Globalization;
using System.Text;
using System.Text.Json;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Tokenizers;

public sealed class BertCharactersTests
{
    private static readonly WordPieceOptions Raw = new()
    {
        CleanText = false,
        SplitChineseCharacters = false,
        StripAccents = false,
        Lowercase = false,
    };

    [TestCaseSource(nameof(Cases))]
    public void Normalized_text_is_that_of_the_reference(string text, JsonElement expected)
    {
        var normalizers = expected.GetProperty("normalizers");

        Assert.That(Normalize(text, new()), Is.EqualTo(normalizers.GetProperty("bert_lower").GetString()));
        Assert.That(
            Normalize(text, new() { Lowercase = false }),
            Is.EqualTo(normalizers.GetProperty("bert_cased").GetString()));
        Assert.That(
            Normalize(text, new() { StripAccents = false }),
            Is.EqualTo(normalizers.GetProperty("bert_lower_keep_accents").GetString()));
    }

    [TestCaseSource(nameof(Cases))]
    public void Text_is_split_where_the_reference_splits_it(string text, JsonElement expected)
    {
        var normalized = new NormalizedText();
        normalized.Set(text, 0, new(Raw), spaceAroundIsolated: false);

        var pieces = Split(normalized, text);

        Assert.That(pieces, Is.EqualTo(expected.GetProperty("pre_tokenizers").GetProperty("bert").EnumerateArray()
            .Select(piece => (piece[0].GetString(), piece[1][0].GetInt32(), piece[1][1].GetInt32()))));
    }

    [Test]
    public void A_dotted_capital_I_becomes_an_i_and_a_dot_that_both_stand_at_the_capital()
    {
        var normalized = new NormalizedText();
        normalized.Set("xİ", 10, new(new() { StripAccents = false }), spaceAroundIsolated: false);

        Assert.That(normalized.Chars.ToString(), Is.EqualTo("xi\u0307"));
        Assert.That(normalized.OriginOf(1, 2), Is.EqualTo(new TokenOffset(11, 12)));
        Assert.That(normalized.OriginOf(2, 3), Is.EqualTo(new TokenOffset(11, 12)));
    }

    [Test]
    public void Every_code_point_that_decomposes_is_known_to_do_so_without_ICU()
    {
        for (int codePoint = 0; codePoint < 0x110000; codePoint++)
        {
            if (!Rune.IsValid(codePoint) || codePoint == 0xFFFE)
            {
                continue;
            }

            var rune = new Rune(codePoint);
            string text = rune.ToString();
            if (text.Normalize(NormalizationForm.FormD) != text
                && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpaceSeparator))
            {
                Assert.That(BertCharacters.MayDecompose(rune), Is.True, $"U+{codePoint:X4}");
            }
        }
    }

    [Test]
    public void Without_decomposition_a_text_that_does_not_need_it_is_normalized_all_the_same()
    {
        var characters = new BertCharacters(new(), canDecompose: false);
        var normalized = new NormalizedText();

        normalized.Set("It’s “FINE” 🙂 — 12 €, 那位", 0, characters, spaceAroundIsolated: false);

        Assert.That(normalized.Chars.ToString(), Is.EqualTo("it’s “fine” 🙂 — 12 €, 那位"));
    }

    [TestCase("café", "U+00E9")]
    [TestCase("한", "U+D55C")]
    public void Without_decomposition_a_text_that_needs_it_is_refused_with_the_reason(string text, string codePoint)
    {
        var characters = new BertCharacters(new(), canDecompose: false);

        Assert.That(
            () => new NormalizedText().Set(text, 0, characters, spaceAroundIsolated: false),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                $"Expected Unicode decomposition, because the tokenizer strips accents; found {codePoint} in a text while .NET "
                + "runs in its invariant globalization mode, which has none. Set InvariantGlobalization to false and install "
                + "ICU, or use a tokenizer that keeps accents."));
    }

    private static string Normalize(string text, WordPieceOptions options)
    {
        var normalized = new NormalizedText();
        normalized.Set(text, 0, new(options), spaceAroundIsolated: true);
        return normalized.Chars.ToString();
    }

    private static List<(string, int, int)> Split(NormalizedText normalized, string text)
    {
        var pieces = new List<(string, int, int)>();
        int at = 0;
        while (normalized.TryNextWord(ref at, normalized.Length, out int start))
        {
            var origin = normalized.OriginOf(start, at);
            pieces.Add((
                normalized.Chars[start..at].ToString(),
                CodePoints(text, origin.Start),
                CodePoints(text, origin.End)));
        }

        return pieces;
    }

    private static int CodePoints(string text, int utf16) => text[..utf16].EnumerateRunes().Count();

    private static IEnumerable<TestCaseData> Cases() => JsonDocument
        .Parse(File.ReadAllBytes(TestFiles.Golden(Path.Combine("Tokenizers", "components.json"))))
        .RootElement.GetProperty("cases").EnumerateArray()
        .Where(test => test.GetProperty("input").TryGetProperty("text", out _))
        .Select(test => new TestCaseData(test.GetProperty("input").GetProperty("text").GetString()!, test.GetProperty("expected"))
            .SetArgDisplayNames(test.GetProperty("name").GetString()!));
}
