using NUnit.Framework;

namespace Lit.Onnx;

/// <summary>Finds the models and golden files that the tests read.</summary>
internal static class TestFiles
{
    /// <summary>A model of tests/Models.</summary>
    public static string Model(params string[] path) => Path.Combine([AppContext.BaseDirectory, "Models", .. path]);

    /// <summary>A golden file of this project.</summary>
    public static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A larger file that is not part of the repository; the test is skipped where there is none.</summary>
    public static string Shared(params string[] path)
    {
        string? root = Environment.GetEnvironmentVariable("LIT_SHARED");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared");
            root = Directory.Exists(Path.Combine(candidate, "models")) ? candidate : null;
        }

        string? file = root is null ? null : Path.Combine([root, .. path]);
        if (file is null || !File.Exists(file))
        {
            Assert.Ignore($"Needs {Path.Combine(path)} in the folder that LIT_SHARED names or in 'shared' beside the repository.");
        }

        return file!;
    }
}
