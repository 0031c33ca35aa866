using System.Text.Json;

namespace Lit.Benchmarks.Gpu;

/// <summary>Where the nodes of a run were computed, read from the runtime's own profile.</summary>
/// <param name="Nodes">Nodes by provider.</param>
/// <param name="Copies">Nodes that copy between host and device.</param>
/// <param name="OnHost">Operators that ran on the host, with their counts.</param>
internal sealed record Placement(IReadOnlyDictionary<string, int> Nodes, int Copies, IReadOnlyDictionary<string, int> OnHost)
{
    public static Placement Read(string profile)
    {
        SortedDictionary<string, int> nodes = new(StringComparer.Ordinal), onHost = new(StringComparer.Ordinal);
        int copies = 0;
        using var json = JsonDocument.Parse(File.ReadAllBytes(profile));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in json.RootElement.EnumerateArray())
        {
            if (!one.TryGetProperty("args", out var args) || !args.TryGetProperty("provider", out var provider)
                || !args.TryGetProperty("op_name", out var op) || !seen.Add(one.GetProperty("name").GetString()!))
            {
                continue;
            }

            string name = op.GetString()!;
            string place = provider.GetString()!;
            copies += name.StartsWith("Memcpy", StringComparison.Ordinal) ? 1 : 0;
            nodes[place] = nodes.GetValueOrDefault(place) + 1;
            if (place.StartsWith("CPU", StringComparison.Ordinal))
            {
                onHost[name] = onHost.GetValueOrDefault(name) + 1;
            }
        }

        return new(nodes, copies, onHost);
    }
}
