namespace Lit.Types.Forms;

/// <summary>The types for the parameters of something that a form can make.</summary>
public static class ParameterType
{
    /// <summary>The type for a parameter that must be given, or may be left out where it can be null.</summary>
    /// <param name="name">The name of the parameter, for the message.</param>
    /// <param name="type">Its .NET type: bool, a number, text or a path; a nullable one is not required.</param>
    /// <exception cref="LitException">There is no type for it.</exception>
    public static LitType Of(string name, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return Known(name, plain) with { Required = plain == type };
    }

    /// <summary>The type for a parameter with a default, which is not required.</summary>
    /// <param name="name">The name of the parameter, for the message.</param>
    /// <param name="type">Its .NET type: bool, a number, text or a path.</param>
    /// <param name="defaultValue">The default; null is one too.</param>
    /// <exception cref="LitException">There is no type for it, or the default is of another type.</exception>
    public static LitType Of(string name, Type type, object? defaultValue)
    {
        var optional = Of(name, type) with { Required = false };
        return (optional, defaultValue) switch
        {
            (BooleanLitType flag, null or bool) => flag with { Default = (bool?)defaultValue },
            (Scalar number, null) => number with { Default = null },
            (Scalar number, double or float or long or int)
                => number with { Default = (double?)Checks.Reading.Number(defaultValue) },
            (StringLitType text, null or string) => text with { Default = (string?)defaultValue },
            (StringLitType text, FileSystemInfo path) => text with { Default = path.ToString() },
            _ => throw new LitException(
                $"Expected a default of type {type.Name} for the parameter {name}, "
                + $"found {defaultValue?.GetType().Name ?? "null"}."),
        };
    }

    private static LitType Known(string name, Type type)
        => type == typeof(bool) ? new BooleanLitType()
            : type == typeof(double) || type == typeof(float) ? new Scalar()
            : type == typeof(int) || type == typeof(long) ? new Integer()
            : type == typeof(string) || type == typeof(FileInfo) || type == typeof(DirectoryInfo) ? new StringLitType()
            : throw new LitException(
                $"Expected a bool, a number, text or a path for the parameter {name}, found {type.Name}; "
                + "write its spec by hand.");
}
