using Lit.Api;
using Lit.Onnx.Programs;

namespace Lit.Onnx.Models;

/// <summary>Chooses runs whose tensors fit into a number of bytes.</summary>
/// <param name="bytes">The number; null for as many as there are.</param>
/// <param name="model">The name of the model in messages.</param>
internal sealed class MemoryBudget(long? bytes, string model)
{
    // Parts to split a forward pass into; each costs another build of the program.
    private static readonly int[] Splits = [1, 2, 3, 4, 6, 8, 12, 16];

    /// <summary>How a run is made.</summary>
    /// <param name="Steps">How many points of a path each example has at a time.</param>
    /// <param name="Segments">In how many parts the forward pass is split.</param>
    public readonly record struct Fit(int Steps, int Segments);

    /// <summary>The largest run that fits, with as few parts as it can have.</summary>
    /// <param name="program">Gives the program for a number of parts.</param>
    /// <param name="wanted">The run that is wanted; examples stay, steps may become fewer.</param>
    /// <exception cref="ModelOutOfMemoryException">Not even one step of so many examples fits.</exception>
    public Fit Find(Func<int, GradientProgram> program, RunSizes wanted)
    {
        if (bytes is not { } budget)
        {
            return new(wanted.Steps, 1);
        }

        double least = double.PositiveInfinity;
        foreach (int segments in Splits)
        {
            MemoryPlan plan = program(segments).Memory.Value;
            double one = plan.Evaluate(wanted with { Steps = 1 }).Peak;
            least = Math.Min(least, one);
            if (one <= budget)
            {
                return new(Largest(plan, wanted, budget), segments);
            }

            if (wanted.Examples > 1)
            {
                // Fewer examples cost nothing, more parts cost time.
                break;
            }
        }

        throw new ModelOutOfMemoryException(
            $"Expected a memory budget of at least {least:N0} bytes for {wanted.Examples} examples of length {wanted.Tokens} in "
            + $"model '{model}'; found one of {budget:N0} bytes. Raise the budget or use shorter examples.");
    }

    private static int Largest(MemoryPlan plan, RunSizes wanted, long budget)
    {
        int low = 1;
        int high = wanted.Steps;
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            if (plan.Evaluate(wanted with { Steps = middle }).Peak <= budget)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
