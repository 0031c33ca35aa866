namespace Lit.Api;

/// <summary>Keeps a property of a <see cref="LitRecordAttribute"/> from being a field.</summary>
/// <remarks>A record that is read back has the property's own initial value.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LitIgnoreAttribute : Attribute;
