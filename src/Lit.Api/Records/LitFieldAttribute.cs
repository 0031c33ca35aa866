namespace Lit.Api;

/// <summary>Says what a property of a <see cref="LitRecordAttribute"/> means; derived attributes name the type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public abstract class LitFieldAttribute : Attribute
{
    /// <summary>The name of the field; null for the property's name in snake case.</summary>
    public string? Name { get; set; }
}
