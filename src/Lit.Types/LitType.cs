using Lit.Types.Checks;
using Lit.Types.Json;

namespace Lit.Types;

/// <summary>Describes what one field holds.</summary>
public abstract record LitType
{
    /// <summary>Whether the field must have a value.</summary>
    /// <value>True by default.</value>
    public bool Required { get; init; } = true;

    /// <summary>Whether an annotator added the field.</summary>
    /// <value>False by default.</value>
    public bool Annotated { get; init; }

    /// <summary>The .NET type of the values of such a field; a value may be of a type that derives from it.</summary>
    public virtual Type ValueType => typeof(object);

    /// <summary>What a form for such a field starts with; null leaves it blank.</summary>
    public virtual object? DefaultValue => null;

    /// <summary>The name of the type on LIT's wire.</summary>
    public string WireName => TypeTable.Of(this).Name;

    /// <summary>The fields that the type refers to by <c>Parent</c>, <c>Align</c> and the like.</summary>
    public IEnumerable<FieldReference> References => FieldReferences.Of(this);

    /// <summary>Whether the type is, or derives from, the one of a name.</summary>
    /// <param name="wireName">
    /// A name on the wire or one of LIT's aliases, such as <c>TextSegment</c> or <c>String</c>.
    /// </param>
    /// <exception cref="LitException">No type has the name.</exception>
    public bool IsA(string wireName) => TypeTable.Of(this).IsA(TypeTable.Find(wireName)
        ?? throw new LitException($"Expected the name of one of LIT's types, found '{wireName}'."));

    /// <summary>
    /// Makes the field's own .NET type of a value that says the same in another form, as JSON gives it.
    /// </summary>
    /// <param name="value">
    /// A list of numbers for a tensor, a whole number for a <see cref="Scalar"/>, pairs for candidates, …
    /// </param>
    /// <returns>The value as <see cref="ValueType"/>; the value itself if it does not say the same.</returns>
    public virtual object? Normalize(object? value) => value;

    /// <summary>Checks a value of a field of this type by <see cref="CheckRules.Standard"/>.</summary>
    /// <param name="field">The name of the field, for the mismatch.</param>
    /// <param name="value">The value.</param>
    /// <returns>What is wrong with it; nothing if it fits.</returns>
    public IEnumerable<SpecMismatch> Check(string field, object? value) => Check(field, value, CheckRules.Standard);

    /// <summary>Checks a value of a field of this type.</summary>
    /// <param name="field">The name of the field, for the mismatch.</param>
    /// <param name="value">The value.</param>
    /// <param name="rules">How much it must fulfil.</param>
    /// <returns>What is wrong with it; nothing if it fits.</returns>
    public virtual IEnumerable<SpecMismatch> Check(string field, object? value, CheckRules rules)
        => ValueType.IsInstanceOfType(value)
            ? CheckContent(field, value!, rules)
            : [Mismatch.OfKind(field, ValueType, value)];

    /// <summary>Whether a field of this type can be read where another type is wanted, by LIT's own rule.</summary>
    /// <param name="field">The name of the field, for the mismatches.</param>
    /// <param name="wanted">The type that the reader asks for.</param>
    public Compatibility CheckCompatibility(string field, LitType wanted)
        => CheckCompatibility(field, wanted, CompatibilityRule.Exact);

    /// <summary>Whether a field of this type can be read where another type is wanted.</summary>
    /// <param name="field">The name of the field, for the mismatches.</param>
    /// <param name="wanted">The type that the reader asks for.</param>
    /// <param name="rule">What must agree.</param>
    public Compatibility CheckCompatibility(string field, LitType wanted, CompatibilityRule rule)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return new(TypeFit.Check(field, this, wanted, rule));
    }

    /// <summary>The name and the attributes that do not have their default.</summary>
    public sealed override string ToString() => TypeTable.Text(this);

    /// <summary>Checks a value that is of the right .NET type.</summary>
    private protected virtual IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => [];
}
