namespace Lit.Types.Validation;

/// <summary>What is wrong with a field.</summary>
public enum ProblemKind
{
    /// <summary>A field that must have a value has none.</summary>
    Missing,

    /// <summary>A value is not what its type says.</summary>
    Value,

    /// <summary>A type refers to a field that is not there, or is of another type than it must be.</summary>
    Reference,

    /// <summary>A field is optional where all have to be required.</summary>
    Optional,

    /// <summary>An example has a field that its spec does not know.</summary>
    Unknown,

    /// <summary>Fields that go together item by item differ in length, or a span lies outside its tokens.</summary>
    Alignment,

    /// <summary>There are not as many predictions as examples.</summary>
    Count,
}
