using Lit.Api;
using Lit.Types;

namespace Lit.Components.Results;

/// <summary>Holds a model to one prediction for each example.</summary>
internal static class OutputCount
{
    public static void Check(Model model, int index, int expected)
    {
        if (index >= expected)
        {
            throw new LitException(
                $"Model '{model.Name}': expected {expected} predictions, one for each example, found more.");
        }
    }

    public static void CheckAll(Model model, int found, int expected)
    {
        if (found != expected)
        {
            throw new LitException(
                $"Model '{model.Name}': expected {expected} predictions, one for each example, found {found}.");
        }
    }
}
