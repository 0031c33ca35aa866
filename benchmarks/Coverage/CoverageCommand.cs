using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Lit.Benchmarks.Coverage;

/// <summary>
/// <c>coverage DIR [--json] [--threads N]</c>: what becomes of every ONNX file under a folder, one process a file, so that no
/// file can end the survey.
/// </summary>
internal static class CoverageCommand
{
    private const string Usage = "usage: coverage DIR [--json] [--threads N]";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static int Run(string[] args)
    {
        bool json = args.Contains("--json");
        int at = Array.IndexOf(args, "--threads");
        string threads = at >= 0 && at + 1 < args.Length ? args[at + 1] : "1";
        if (args is ["--file", var path, var name, ..])
        {
            var survey = Surveyor.Look(path, name, int.Parse(threads, CultureInfo.InvariantCulture));
            Console.WriteLine(JsonSerializer.Serialize(survey, SurveyJson.Default.ModelSurvey));
            return 0;
        }

        if (args.FirstOrDefault(arg => !arg.StartsWith('-') && arg != threads) is not { } folder || !Directory.Exists(folder))
        {
            Console.Error.WriteLine(Usage);
            return 1;
        }

        var surveys = new List<ModelSurvey>();
        foreach (string file in Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            surveys.Add(Look(file, Path.GetRelativePath(folder, file), threads));
            if (!json)
            {
                Console.Error.Write('.');
            }
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. surveys], SurveyJson.Default.ModelSurveyArray));
        }
        else
        {
            Console.Error.WriteLine();
            Print(surveys);
        }

        return 0;
    }

    private static ModelSurvey Look(string path, string name, string threads)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Lit.Benchmarks.dll"));
        }

        foreach (string arg in (string[])["coverage", "--file", path, name, "--threads", threads])
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            return new ModelSurvey { File = name, Problem = $"took more than {Patience.TotalMinutes} minutes" };
        }

        if (process.ExitCode != 0)
        {
            string last = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? string.Empty;
            return new ModelSurvey { File = name, Problem = $"ended with {process.ExitCode} {last}".TrimEnd() };
        }

        return JsonSerializer.Deserialize(output.Result, SurveyJson.Default.ModelSurvey)!;
    }

    private static void Print(List<ModelSurvey> surveys)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (string column in (string[])["file", "opset", "operators", "nodes", "covered", "gradient nodes", "error"])
        {
            table.AddColumn(column);
        }

        foreach (string column in (string[])["build ms", "session ms", "forward ms", "gradient ms"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var survey in surveys)
        {
            int onPath = survey.Coverage.Values.Sum();
            int without = survey.Coverage.GetValueOrDefault("Unsupported");
            table.AddRow(
                Markup.Escape(survey.File),
                $"{survey.Opset}",
                $"{survey.Operators.Count}",
                $"{survey.ForwardNodes}",
                without == 0 ? $"[green]{onPath}[/]" : $"[red]{onPath - without}[/] of {onPath}",
                $"{survey.GradientNodes}",
                survey.GradientError is { } error ? $"[{(error <= survey.Tolerance ? "green" : "red")}]{error.ToString("0.0e+0", CultureInfo.InvariantCulture)}[/]" : "–",
                Milliseconds(survey.BuildMilliseconds),
                Milliseconds(survey.SessionMilliseconds),
                Milliseconds(survey.ForwardMilliseconds),
                Milliseconds(survey.GradientMilliseconds));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 150);
        AnsiConsole.Write(table);
        foreach (var survey in surveys.Where(survey => survey.Problem is not null || survey.Unchecked is not null || survey.Reasons.Count > 0))
        {
            AnsiConsole.MarkupLine($"[bold]{Markup.Escape(survey.File)}[/]");
            foreach (string line in survey.Reasons.Prepend(survey.Unchecked).Prepend(survey.Problem).OfType<string>())
            {
                AnsiConsole.MarkupLine($"  {Markup.Escape(line)}");
            }
        }

        int good = surveys.Count(survey => survey.GradientError <= survey.Tolerance);
        AnsiConsole.MarkupLine($"{good} of {surveys.Count} files: gradient within 1 % of central differences (16 bits: 10 %)");
    }

    private static string Milliseconds(double milliseconds) =>
        milliseconds == 0 ? "–" : milliseconds.ToString(milliseconds < 1 ? "0.000" : milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
