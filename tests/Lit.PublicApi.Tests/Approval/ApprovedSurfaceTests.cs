using NUnit.Framework;

namespace Lit.PublicApi.Approval;

/// <summary>
/// The public names of each package, as a text that a reviewer reads. After a change that was meant, run the tests
/// once with <c>LIT_APPROVE=1</c> and commit the files with the reason for each new name.
/// </summary>
public sealed class ApprovedSurfaceTests
{
    private static readonly string[] Packages =
        ["Lit.Types", "Lit.Api", "Lit.Metrics", "Lit.Generators", "Lit.Components", "Lit.Onnx"];

    [TestCaseSource(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var approved = Path.Combine(ApprovedFolder(), package + ".txt");
        var actual = PublicSurface.Of(Path.Combine(AppContext.BaseDirectory, package + ".dll"));
        if (Environment.GetEnvironmentVariable("LIT_APPROVE") == "1")
        {
            File.WriteAllText(approved, actual);
        }

        Assert.That(File.Exists(approved), Is.True, $"{approved} is missing; LIT_APPROVE=1 writes it.");
        var lines = File.ReadAllText(approved).ReplaceLineEndings("\n").Split('\n');
        var found = actual.Split('\n');
        Assert.That(
            found.Except(lines).Select(line => "+ " + line.Trim()).Concat(lines.Except(found).Select(line => "- " + line.Trim())),
            Is.Empty,
            $"The surface of {package} changed (+ new, - gone); LIT_APPROVE=1 writes {approved}.");
        Assert.That(found, Is.EqualTo(lines));
    }

    private static string ApprovedFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Lit.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds Lit.sln.");
        }

        return Path.Combine(folder.FullName, "tests", "Lit.PublicApi.Tests", "Approved");
    }
}
