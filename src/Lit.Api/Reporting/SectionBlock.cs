using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>A heading and what stands under it; sections nest.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Blocks">What stands under it.</param>
public sealed record SectionBlock(string Heading, ValueList<ReportBlock> Blocks) : ReportBlock;
