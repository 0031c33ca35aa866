namespace Lit.Types;

/// <summary>Whether two things fit together and, where they do not, why.</summary>
public sealed class Compatibility
{
    /// <summary>Creates an answer from the reasons against it.</summary>
    /// <param name="mismatches">Every place that does not fit; none means that all fits.</param>
    public Compatibility(IEnumerable<SpecMismatch> mismatches) => Mismatches = [.. mismatches];

    /// <summary>Everything fits.</summary>
    public static Compatibility Full { get; } = new([]);

    /// <summary>Every place that does not fit, in the order found.</summary>
    public IReadOnlyList<SpecMismatch> Mismatches { get; }

    /// <summary>Whether nothing stands in the way.</summary>
    public bool IsCompatible => Mismatches.Count == 0;

    /// <summary>Throws the reasons as one message if there are any.</summary>
    /// <param name="subject">What cannot run, as it stands at the start of the message.</param>
    /// <exception cref="LitException">There is a mismatch.</exception>
    public void ThrowIfIncompatible(string subject)
    {
        if (!IsCompatible)
        {
            throw new LitException($"{subject} cannot run: {this}.");
        }
    }

    /// <summary>The reasons, joined; "compatible" if there are none.</summary>
    public override string ToString() => IsCompatible ? "compatible" : string.Join("; ", Mismatches);
}
