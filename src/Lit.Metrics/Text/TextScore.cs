using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>A score that a metric of texts gives.</summary>
internal readonly record struct TextScore(
    string Name, string Description, double Greatest, MetricBestValue Best = MetricBestValue.Highest, double Least = 0);
