namespace Lit.Api;

/// <summary>Asks the source generator to implement <see cref="ILitRecord{TSelf}"/> for a partial record or class.</summary>
/// <remarks>
/// <para>
/// Every public property that can be set, by the constructor or an initializer, is a field. Its name is the property's in
/// snake case ("IsLong" becomes "is_long") unless <see cref="LitFieldAttribute.Name"/> says otherwise; it is optional if the
/// property's type is nullable.
/// </para>
/// <para>
/// An attribute says what the field means. Without one a number is a Scalar, a whole number an Integer, a truth value a
/// BooleanLitType and an enum a CategoryLabel of its members; texts and lists need an attribute, because what may be done to
/// them depends on what they are.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LitRecordAttribute : Attribute;
