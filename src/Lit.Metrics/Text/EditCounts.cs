namespace Lit.Metrics.Text;

/// <summary>What has to be done to references to get the texts, and what may stay, in words or characters.</summary>
/// <param name="Hits">What is right.</param>
/// <param name="Substitutions">What stands in place of something else.</param>
/// <param name="Deletions">What is missing.</param>
/// <param name="Insertions">What is too much.</param>
public readonly record struct EditCounts(long Hits, long Substitutions, long Deletions, long Insertions)
{
    /// <summary>All edits.</summary>
    public long Errors => Substitutions + Deletions + Insertions;

    /// <summary>How long the references are.</summary>
    public long ReferenceLength => Hits + Substitutions + Deletions;

    /// <summary>How long the texts are.</summary>
    public long HypothesisLength => Hits + Substitutions + Insertions;

    /// <summary>Word or character error rate: errors among what the references have.</summary>
    /// <value>
    /// At least 0, above 1 when much is inserted; 0 when both sides are empty, NaN when only the references are.
    /// </value>
    public double ErrorRate => Errors == 0 ? 0 : ReferenceLength == 0 ? double.NaN : (double)Errors / ReferenceLength;

    /// <summary>Match error rate: errors among all hits and errors.</summary>
    /// <value>In [0, 1]; 0 when both sides are empty.</value>
    public double MatchErrorRate => Errors == 0 ? 0 : (double)Errors / (Hits + Errors);

    /// <summary>
    /// Word information preserved: the share of the references that is right, times that of the texts.
    /// </summary>
    /// <value>In [0, 1]; 1 when both sides are empty.</value>
    /// <remarks>A. Morris et al.: From WER and RIL to MER and WIL (2004).</remarks>
    public double InformationPreserved => Hits > 0
        ? (double)Hits / ReferenceLength * ((double)Hits / HypothesisLength)
        : Errors == 0 ? 1 : 0;

    /// <summary>Word information lost, 1 − <see cref="InformationPreserved"/>.</summary>
    public double InformationLost => 1 - InformationPreserved;

    /// <summary>The counts of both.</summary>
    public static EditCounts operator +(EditCounts left, EditCounts right) => new(
        left.Hits + right.Hits,
        left.Substitutions + right.Substitutions,
        left.Deletions + right.Deletions,
        left.Insertions + right.Insertions);

    /// <summary>The counts of both.</summary>
    public static EditCounts Add(EditCounts left, EditCounts right) => left + right;
}
