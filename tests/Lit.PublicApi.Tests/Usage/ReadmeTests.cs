using NUnit.Framework;

namespace Lit.PublicApi.Usage;

[NonParallelizable]
public sealed class ReadmeTests
{
    private string _folder = "";
    private TextWriter _console = TextWriter.Null;

    [SetUp]
    public void Stand_where_the_files_are()
    {
        (_folder, _console) = (Directory.GetCurrentDirectory(), Console.Out);
        Directory.SetCurrentDirectory(Path.Combine(AppContext.BaseDirectory, "Readme"));
    }

    [TearDown]
    public void Go_back()
    {
        Directory.SetCurrentDirectory(_folder);
        Console.SetOut(_console);
    }

    [Test]
    public async Task The_first_sample_scores_a_model_and_says_why()
    {
        using var written = new StringWriter();
        Console.SetOut(written);

        var (scores, why) = await ReadmeSample.RunAsync();

        Assert.That(scores["accuracy"].Value, Is.InRange(0.7, 1));
        Assert.That(scores["accuracy", "length", "short"].Value, Is.InRange(0.5, 1));
        Assert.That(string.Concat(why.Words.Select(word => word.Text)), Does.Contain("luminous"));
        Assert.That(
            Math.Abs(why.CompletenessError!.Value),
            Is.LessThan(1e-3 * Math.Abs(why.ValueAtInput!.Value - why.ValueAtBaseline!.Value)));
        Assert.That(written.ToString(), Does.Contain("accuracy").And.Contain("luminous"));
    }

    [Test]
    public void The_readme_shows_the_code_that_is_tested()
    {
        string root = Root();
        string tested = Squeeze(File.ReadAllText(Path.Combine(root, "tests", "Lit.PublicApi.Tests", "Usage", "ReadmeSample.cs")))
            + Squeeze(File.ReadAllText(Path.Combine(root, "tests", "Lit.PublicApi.Tests", "Usage", "Review.cs")));

        string[] samples = [.. File.ReadAllText(Path.Combine(root, "README.md")).Split("```csharp").Skip(1).Select(rest => rest.Split("```")[0])];

        Assert.That(samples, Is.Not.Empty);
        foreach (string sample in samples)
        {
            Assert.That(tested, Does.Contain(Squeeze(sample)));
        }
    }

    private static string Squeeze(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line != ""));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lit.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Lit.sln.");
        }

        return folder.FullName;
    }
}
