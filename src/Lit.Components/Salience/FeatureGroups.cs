using System.Globalization;
using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Puts the numbers of a row together to features.</summary>
internal static class FeatureGroups
{
    /// <summary>One feature for each run of numbers of one field, or for each number if no fields are known.</summary>
    /// <param name="input">The input.</param>
    /// <param name="size">How many numbers there are.</param>
    public static FeatureGroup[] Of(GradientInput input, int size)
    {
        if (input.Columns.Count != size)
        {
            string name = input.Field ?? input.Name;
            return
            [
                .. Enumerable.Range(0, size).Select(i => new FeatureGroup(
                    size == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), i, 1)),
            ];
        }

        List<FeatureGroup> groups = [];
        for (int i = 0; i < size; i++)
        {
            string field = input.Columns[i].Field;
            if (groups.Count > 0 && groups[^1].Name == field)
            {
                groups[^1] = groups[^1] with { Count = groups[^1].Count + 1 };
            }
            else
            {
                groups.Add(new(field, i, 1));
            }
        }

        return [.. groups];
    }
}
