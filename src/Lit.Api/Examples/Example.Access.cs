using System.Diagnostics.CodeAnalysis;
using Lit.Types;

namespace Lit.Api;

/// <content>Typed access.</content>
public sealed partial class Example
{
    /// <summary>The value of a field that must be there.</summary>
    /// <typeparam name="T">
    /// The type of the value. A whole number or a float is given as a <see cref="double"/> if one is asked for; a null
    /// value only if <typeparamref name="T"/> is a <see cref="Nullable{T}"/>.
    /// </typeparam>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">
    /// There is no such field, it has no value, or the value is of another type.
    /// </exception>
    public T Get<T>(string field)
    {
        if (!TryGetValue(field, out var value))
        {
            throw Missing(field);
        }

        return TryConvert(value, out T? result)
            ? result!
            : throw new LitException($"{Place(field)}: expected {TypeName(typeof(T))}, found {Describe(value)}.");
    }

    /// <summary>The value of a field, if there is one of that type.</summary>
    /// <typeparam name="T">The type of the value, as in <see cref="Get{T}"/>.</typeparam>
    /// <param name="field">The name of the field.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the field is there and holds a value of the type.</returns>
    public bool TryGet<T>(string field, [MaybeNullWhen(false)] out T value)
    {
        if (TryGetValue(field, out var found) && found is not null && TryConvert(found, out value))
        {
            return value is not null;
        }

        value = default;
        return false;
    }

    /// <summary>The value of a field, or a value of the caller's where there is none.</summary>
    /// <typeparam name="T">The type of the value, as in <see cref="Get{T}"/>.</typeparam>
    /// <param name="field">The name of the field.</param>
    /// <param name="fallback">What to return for a field that is not there or has no value.</param>
    /// <exception cref="LitException">The value is of another type.</exception>
    public T GetOr<T>(string field, T fallback)
        => TryGetValue(field, out var value) && value is not null ? Get<T>(field) : fallback;

    internal static string Describe(object? value) => value is null ? "no value" : TypeName(value.GetType());

    private static bool TryConvert<T>(object? value, out T? result)
    {
        object? converted = value switch
        {
            T => value,
            long whole when IsDouble<T>() => (double)whole,
            int whole when IsDouble<T>() => (double)whole,
            float single when IsDouble<T>() => (double)single,
            int whole when typeof(T) == typeof(long) || typeof(T) == typeof(long?) => (long)whole,
            long whole when typeof(T) == typeof(int) && whole is >= int.MinValue and <= int.MaxValue => (int)whole,
            _ => null,
        };
        if (converted is T fit)
        {
            result = fit;
            return true;
        }

        result = default;
        return value is null && Nullable.GetUnderlyingType(typeof(T)) is not null;
    }

    private static bool IsDouble<T>() => typeof(T) == typeof(double) || typeof(T) == typeof(double?);

    internal static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}"
            + $"<{string.Join(", ", type.GenericTypeArguments.Select(TypeName))}>"
        : type.Name;

    private LitException Missing(string field) => new($"{Place(field)}: expected the field, found {_names} only.");

    private string Place(string field)
    {
        string example = HasGivenId ? $"Example '{_id}'" : _table is null ? "Example" : $"Row {_row}";
        return HasGivenId && _table is not null ? $"{example}, row {_row}, field '{field}'" : $"{example}, field '{field}'";
    }
}
