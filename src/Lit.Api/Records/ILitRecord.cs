using Lit.Types;

namespace Lit.Api;

/// <summary>A user's own record whose properties are the fields of an example.</summary>
/// <remarks>Implement it by hand or let the source generator do it from field attributes.</remarks>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface ILitRecord<TSelf>
    where TSelf : ILitRecord<TSelf>
{
    /// <summary>The fields, in order.</summary>
    static abstract Spec LitSpec { get; }

    /// <summary>Makes a record from an example.</summary>
    /// <param name="example">The example.</param>
    /// <exception cref="LitException">A required field is missing or of another type.</exception>
    static abstract TSelf FromExample(Example example);

    /// <summary>
    /// Appends the record to a table of <see cref="LitSpec"/>: one value to each column, in the order of the spec.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="table">The table; its caller ends the row.</param>
    static abstract void Append(TSelf record, ExampleTableBuilder table);

    /// <summary>The record as an example.</summary>
    Example ToExample();
}
