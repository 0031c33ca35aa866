namespace Lit.Types;

/// <summary>How much a value must fulfil.</summary>
public enum CheckRules
{
    /// <summary>Kind, shape, vocabulary and what else the type says: what every consumer relies on.</summary>
    Standard,

    /// <summary>Also ranges, finite numbers, well-formed images, the order of spans.</summary>
    Strict,
}
