namespace Lit.Api;

/// <summary>Whether a row of a column has a value.</summary>
internal enum CellState : byte
{
    /// <summary>There is a value.</summary>
    Value,

    /// <summary>The field is there, its value is null.</summary>
    Null,

    /// <summary>The row has no such field.</summary>
    Missing,
}
