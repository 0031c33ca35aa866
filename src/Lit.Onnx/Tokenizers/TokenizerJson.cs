namespace Lit.Onnx.Tokenizers;

/// <summary>Reads a WordPiece tokenizer from the tokenizer.json of the Hugging Face libraries.</summary>
internal static class TokenizerJson
{
    private const int LargestWord = 1 << 16;

    public static WordPieceModel Read(JsonPlace root, TokenizerConfig config)
    {
        var model = root.Get("model");
        ExpectType(model, "WordPiece");
        if (root.Find("pre_tokenizer") is { } splitter)
        {
            ExpectType(splitter, "BertPreTokenizer");
        }
        else
        {
            throw root.Get("pre_tokenizer").Wrong("a BertPreTokenizer");
        }

        var ids = ReadVocabulary(model.Get("vocab"));
        KeyValuePair<string, int>[] pieces = [.. ids];
        var added = ReadAdded(root);
        var options = ReadOptions(root, model) with { MaxLength = config.MaxLength };
        var vocabulary = new TokenVocabulary(ids, added);
        return new()
        {
            Source = $"'{root.File}'",
            Options = options,
            Pieces = pieces,
            Added = added,
            Vocabulary = vocabulary,
            Template = TemplateJson.Read(root.Find("post_processor"), vocabulary),
            Settings = ReadSettings(root, config, options),
            Decoder = ReadDecoder(root.Find("decoder")),
        };
    }

    private static Dictionary<string, int> ReadVocabulary(JsonPlace place)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var taken = new Dictionary<int, string>();
        foreach (var (token, entry) in place.Properties())
        {
            int id = entry.Integer(0);
            if (taken.TryGetValue(id, out string? other) && other != token)
            {
                throw entry.Wrong($"an id of its own ('{other}' has {id} too)");
            }

            taken[id] = token;
            ids[token] = id;
        }

        return ids;
    }

    private static List<AddedToken> ReadAdded(JsonPlace root)
    {
        var added = new List<AddedToken>();
        var taken = new HashSet<int>();
        foreach (var item in root.Find("added_tokens")?.Items() ?? [])
        {
            int id = item.Get("id").Integer(0);
            if (!taken.Add(id))
            {
                throw item.Get("id").Wrong("an id of its own");
            }

            added.Add(new(id, item.Get("content").Text())
            {
                SingleWord = item.Find("single_word")?.Flag() ?? false,
                StripLeft = item.Find("lstrip")?.Flag() ?? false,
                StripRight = item.Find("rstrip")?.Flag() ?? false,
                Normalized = item.Find("normalized")?.Flag() ?? false,
                Special = item.Find("special")?.Flag() ?? false,
            });
        }

        return added;
    }

    private static WordPieceOptions ReadOptions(JsonPlace root, JsonPlace model)
    {
        var options = new WordPieceOptions
        {
            UnknownToken = model.Find("unk_token")?.Text() ?? "[UNK]",
            ContinuingPrefix = model.Find("continuing_subword_prefix")?.Text() ?? "##",
            MaxCharactersPerWord = model.Find("max_input_chars_per_word")?.Integer(1) ?? 100,
        };
        if (options.ContinuingPrefix.Length == 0)
        {
            throw model.Get("continuing_subword_prefix").Wrong("a prefix of at least one character");
        }

        if (options.MaxCharactersPerWord > LargestWord)
        {
            throw model.Get("max_input_chars_per_word").Wrong($"at most {LargestWord}");
        }

        if (root.Find("normalizer") is not { } normalizer)
        {
            return options with { CleanText = false, SplitChineseCharacters = false, StripAccents = false, Lowercase = false };
        }

        ExpectType(normalizer, "BertNormalizer");
        return options with
        {
            CleanText = normalizer.Find("clean_text")?.Flag() ?? true,
            SplitChineseCharacters = normalizer.Find("handle_chinese_chars")?.Flag() ?? true,
            StripAccents = normalizer.Find("strip_accents")?.Flag(),
            Lowercase = normalizer.Find("lowercase")?.Flag() ?? true,
        };
    }

    private static TokenizerSettings ReadSettings(JsonPlace root, TokenizerConfig config, WordPieceOptions options)
    {
        var truncation = root.Find("truncation") is { } cut
            ? new Truncation(cut.Get("max_length").Integer(0))
            {
                Strategy = cut.Find("strategy") is { } strategy
                    ? strategy.Text() switch
                    {
                        "LongestFirst" => TruncationStrategy.LongestFirst,
                        "OnlyFirst" => TruncationStrategy.OnlyFirst,
                        "OnlySecond" => TruncationStrategy.OnlySecond,
                        _ => throw strategy.Wrong("LongestFirst, OnlyFirst or OnlySecond"),
                    }
                    : TruncationStrategy.LongestFirst,
                Side = ReadSide(cut.Find("direction")),
            }
            : options.MaxLength is { } length ? new(length) : null;
        var padding = root.Find("padding");
        return new()
        {
            MaxLength = options.MaxLength ?? truncation?.MaxLength,
            Truncation = truncation,
            Padding = padding is { } pad ? ReadPadding(pad) : null,
            PadToken = padding?.Find("pad_token")?.Text() ?? config.PaddingToken ?? options.PaddingToken,
        };
    }

    private static Padding ReadPadding(JsonPlace place) => new()
    {
        Length = place.Find("strategy") is { } strategy && strategy.Value.ValueKind == System.Text.Json.JsonValueKind.Object
            ? strategy.Get("Fixed").Integer(0)
            : null,
        MultipleOf = place.Find("pad_to_multiple_of")?.Integer(1) ?? 1,
        Side = ReadSide(place.Find("direction")),
        TypeId = place.Find("pad_type_id")?.Integer(0) ?? 0,
    };

    private static TextEnd ReadSide(JsonPlace? place) => place is not { } side ? TextEnd.Right : side.Text() switch
    {
        "Right" => TextEnd.Right,
        "Left" => TextEnd.Left,
        _ => throw side.Wrong("Right or Left"),
    };

    private static WordPieceDecoder? ReadDecoder(JsonPlace? place)
    {
        if (place is not { } decoder)
        {
            return null;
        }

        ExpectType(decoder, "WordPiece");
        return new(decoder.Find("prefix")?.Text() ?? "##", decoder.Find("cleanup")?.Flag() ?? true);
    }

    private static void ExpectType(JsonPlace place, string type)
    {
        var found = place.Get("type");
        if (found.Text() != type)
        {
            throw found.Wrong($"'{type}'");
        }
    }
}
