namespace Lit.Types;

/// <summary>Where the field that a type refers to is looked for.</summary>
public enum ReferenceScope
{
    /// <summary>In the spec of the type itself.</summary>
    SameSpec,

    /// <summary>In the dataset, then in what the model reads.</summary>
    InputSide,

    /// <summary>In the spec of the type itself, then in the dataset, then in what the model reads.</summary>
    Anywhere,
}
