namespace Lit.Onnx.Tokenizers;

/// <summary>Reads the post-processor of a tokenizer.json: where texts and special tokens stand.</summary>
internal static class TemplateJson
{
    public static EncodingTemplate Read(JsonPlace? place, TokenVocabulary vocabulary)
    {
        if (place is not { } processor)
        {
            return EncodingTemplate.Plain;
        }

        var type = processor.Get("type");
        return type.Text() switch
        {
            "TemplateProcessing" => new(
                Pieces(processor, "single", texts: 1, vocabulary),
                Pieces(processor, "pair", texts: 2, vocabulary)),
            "BertProcessing" => EncodingTemplate.Bert(IdOf(processor.Get("cls")), IdOf(processor.Get("sep"))),
            _ => throw type.Wrong("'TemplateProcessing' or 'BertProcessing'"),
        };
    }

    /// <summary>The id in a pair such as ["[CLS]", 101].</summary>
    private static int IdOf(JsonPlace place)
    {
        JsonPlace[] parts = [.. place.Items()];
        return parts.Length == 2 ? parts[1].Integer(0) : throw place.Wrong("a token and its id");
    }

    private static List<EncodingTemplate.Piece> Pieces(
        JsonPlace processor,
        string name,
        int texts,
        TokenVocabulary vocabulary)
    {
        var place = processor.Get(name);
        var pieces = new List<EncodingTemplate.Piece>();
        foreach (var item in place.Items())
        {
            if (item.Find("Sequence") is { } sequence)
            {
                pieces.Add(EncodingTemplate.Piece.Text(Sequence(sequence.Get("id")), TypeOf(sequence)));
            }
            else
            {
                var special = item.Get("SpecialToken");
                foreach (int id in IdsOf(processor, special.Get("id"), vocabulary))
                {
                    pieces.Add(EncodingTemplate.Piece.Special(id, TypeOf(special)));
                }
            }
        }

        int[] found = [.. pieces.Where(piece => piece.Sequence >= 0).Select(piece => piece.Sequence).Order()];
        return found.SequenceEqual(Enumerable.Range(0, texts))
            ? pieces
            : throw place.Wrong(texts == 1 ? "the sequence A once" : "the sequences A and B once each");
    }

    private static int Sequence(JsonPlace place) => place.Text() switch
    {
        "A" => 0,
        "B" => 1,
        _ => throw place.Wrong("'A' or 'B'"),
    };

    private static int TypeOf(JsonPlace place) => place.Find("type_id")?.Integer(0) ?? 0;

    private static List<int> IdsOf(JsonPlace processor, JsonPlace token, TokenVocabulary vocabulary)
    {
        string name = token.Text();
        foreach (var (key, entry) in processor.Get("special_tokens").Properties())
        {
            if (key == name)
            {
                List<int> ids = [.. entry.Get("ids").Items().Select(id => id.Integer(0))];
                return ids.TrueForAll(id => vocabulary.TokenOf(id) is not null)
                    ? ids
                    : throw entry.Get("ids").Wrong("ids that the vocabulary has");
            }
        }

        throw token.Wrong("a name among special_tokens");
    }
}
