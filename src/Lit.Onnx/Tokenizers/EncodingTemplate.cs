namespace Lit.Onnx.Tokenizers;

/// <summary>The order of texts and special tokens in an encoding.</summary>
internal sealed class EncodingTemplate
{
    public EncodingTemplate(IReadOnlyList<Piece> single, IReadOnlyList<Piece> pair)
    {
        Single = [.. single];
        Pair = [.. pair];
        SpecialInSingle = Single.Count(piece => piece.Sequence < 0);
        SpecialInPair = Pair.Count(piece => piece.Sequence < 0);
    }

    /// <summary>The texts alone, one after the other.</summary>
    public static EncodingTemplate Plain { get; } = new(
        [Piece.Text(0, 0)],
        [Piece.Text(0, 0), Piece.Text(1, 1)]);

    public IReadOnlyList<Piece> Single { get; }

    public IReadOnlyList<Piece> Pair { get; }

    public int SpecialInSingle { get; }

    public int SpecialInPair { get; }

    /// <summary>[CLS] A [SEP] B [SEP], the second text and its [SEP] of type 1.</summary>
    public static EncodingTemplate Bert(int cls, int sep) => new(
        [Piece.Special(cls, 0), Piece.Text(0, 0), Piece.Special(sep, 0)],
        [Piece.Special(cls, 0), Piece.Text(0, 0), Piece.Special(sep, 0), Piece.Text(1, 1), Piece.Special(sep, 1)]);

    /// <param name="Sequence">0 or 1 for a text, -1 for a special token.</param>
    /// <param name="Id">The id of the special token.</param>
    /// <param name="TypeId">The type id of the piece.</param>
    internal readonly record struct Piece(int Sequence, int Id, int TypeId)
    {
        public static Piece Text(int sequence, int typeId) => new(sequence, -1, typeId);

        public static Piece Special(int id, int typeId) => new(-1, id, typeId);
    }
}
