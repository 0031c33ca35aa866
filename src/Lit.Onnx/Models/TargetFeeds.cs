using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;

namespace Lit.Onnx.Models;

/// <summary>What a program has to know about the target of each example: classes, right tokens, numbers to compare with.</summary>
/// <param name="Inputs">The numbers by the name of the program's input, with the shape of one row.</param>
internal sealed record TargetFeeds(IReadOnlyList<(string Name, double[] Numbers, long[] Shape)> Inputs)
{
    /// <summary>One class for each example.</summary>
    public static (string Name, double[] Numbers, long[] Shape) Classes(string name, IEnumerable<int> classes) =>
        (name, [.. classes.Select(number => (double)number)], []);

    /// <summary>The class that an example's target is about; 0 where it is about none.</summary>
    public int Class(int row) => Inputs.FirstOrDefault(input => input.Name == ProgramNames.Class) is { Numbers: { } numbers }
        ? (int)numbers[row]
        : 0;

    /// <summary>Feeds them, where a program takes them; the last example again for rows beyond the batch.</summary>
    public void Write(OnnxSession session, Runner runner, int rows)
    {
        foreach (var (name, numbers, shape) in Inputs)
        {
            if (session.IndexOfInput(name) < 0)
            {
                continue;
            }

            int size = (int)shape.Aggregate(1L, (a, b) => a * b);
            double[] fed = new double[rows * size];
            for (int i = 0; i < rows && size > 0; i++)
            {
                int from = Math.Min(i, (numbers.Length / size) - 1) * size;
                numbers.AsSpan(from, size).CopyTo(fed.AsSpan(i * size));
            }

            GradientRun.WriteNumbers(session, runner, name, [rows, .. shape], fed);
        }
    }

    /// <summary>The feeds of one example.</summary>
    public TargetFeeds Row(int row) => new([.. Inputs.Select(input =>
    {
        int size = (int)input.Shape.Aggregate(1L, (a, b) => a * b);
        return (input.Name, input.Numbers.AsSpan(row * size, size).ToArray(), input.Shape);
    })]);
}
