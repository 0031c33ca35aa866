namespace Lit.Onnx.Tokenizers;

/// <summary>What a normalized character does to the word around it.</summary>
internal enum CharacterKind : byte
{
    /// <summary>It is part of a word.</summary>
    Word,

    /// <summary>It ends a word and vanishes.</summary>
    Space,

    /// <summary>It is a word by itself: punctuation, a Chinese character.</summary>
    Isolated,

    /// <summary>It vanishes without ending the word.</summary>
    Removed,
}
