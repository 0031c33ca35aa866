namespace Lit.Api.Generators;

/// <summary>The .NET types that a property of a record may have.</summary>
[Flags]
internal enum PropertyKind
{
    /// <summary>Another type.</summary>
    None = 0,

    /// <summary>string</summary>
    Text = 1,

    /// <summary>double</summary>
    Double = 2,

    /// <summary>float</summary>
    Single = 4,

    /// <summary>long</summary>
    Long = 8,

    /// <summary>int</summary>
    Int = 16,

    /// <summary>bool</summary>
    Truth = 32,

    /// <summary>An enum.</summary>
    Enumeration = 64,

    /// <summary>IReadOnlyList of string</summary>
    TextList = 128,

    /// <summary>string[]</summary>
    TextArray = 256,

    /// <summary>float[]</summary>
    Vector = 512,

    /// <summary>Tensor of float</summary>
    Tensor = 1024,
}
