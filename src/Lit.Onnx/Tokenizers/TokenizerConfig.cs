using System.Text.Json;

namespace Lit.Onnx.Tokenizers;

/// <summary>What a tokenizer_config.json says; nothing where there is none.</summary>
internal sealed record TokenizerConfig
{
    public bool? Lowercase { get; init; }

    public bool? StripAccents { get; init; }

    public bool? SplitChineseCharacters { get; init; }

    public int? MaxLength { get; init; }

    public string? UnknownToken { get; init; }

    public string? ClassToken { get; init; }

    public string? SeparatorToken { get; init; }

    public string? PaddingToken { get; init; }

    public string? MaskToken { get; init; }

    public static async Task<TokenizerConfig> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            return new();
        }

        using var document = await JsonPlace.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        var root = JsonPlace.Root(file, document);
        return new()
        {
            Lowercase = root.Find("do_lower_case")?.Flag(),
            StripAccents = root.Find("strip_accents")?.Flag(),
            SplitChineseCharacters = root.Find("tokenize_chinese_chars")?.Flag(),
            MaxLength = Length(root.Find("model_max_length")),
            UnknownToken = Token(root.Find("unk_token")),
            ClassToken = Token(root.Find("cls_token")),
            SeparatorToken = Token(root.Find("sep_token")),
            PaddingToken = Token(root.Find("pad_token")),
            MaskToken = Token(root.Find("mask_token")),
        };
    }

    /// <summary>The options with all that the file says.</summary>
    public WordPieceOptions Apply(WordPieceOptions options) => options with
    {
        Lowercase = Lowercase ?? options.Lowercase,
        StripAccents = StripAccents ?? options.StripAccents,
        SplitChineseCharacters = SplitChineseCharacters ?? options.SplitChineseCharacters,
        MaxLength = MaxLength ?? options.MaxLength,
        UnknownToken = UnknownToken ?? options.UnknownToken,
        ClassToken = ClassToken ?? options.ClassToken,
        SeparatorToken = SeparatorToken ?? options.SeparatorToken,
        PaddingToken = PaddingToken ?? options.PaddingToken,
        MaskToken = MaskToken ?? options.MaskToken,
    };

    /// <summary>A length; null for the huge numbers that stand for "no limit".</summary>
    private static int? Length(JsonPlace? place)
    {
        if (place is not { } length)
        {
            return null;
        }

        return length.Expect(JsonValueKind.Number, "a number").Value.GetDouble() >= int.MaxValue ? null : length.Integer(1);
    }

    /// <summary>A token, written as a text or as an object with its content.</summary>
    private static string? Token(JsonPlace? place) => place is not { } token ? null
        : token.Value.ValueKind == JsonValueKind.Object ? token.Get("content").Text()
        : token.Text();
}
