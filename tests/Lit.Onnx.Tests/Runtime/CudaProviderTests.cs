using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Runtime;

/// <summary>What the settings of a GPU become, and what is said where there is none.</summary>
public sealed class CudaProviderTests
{
    [Test]
    public void By_default_the_GPU_computes_what_the_CPU_computes()
    {
        var settings = SessionFactory.CudaSettings(new CudaProvider());

        Assert.That(settings["device_id"], Is.EqualTo("0"));
        Assert.That(settings["use_tf32"], Is.EqualTo("0"));
        Assert.That(settings, Does.Not.ContainKey("gpu_mem_limit").And.Not.ContainKey("enable_cudnn"));
    }

    [Test]
    public void Every_setting_reaches_the_native_library_under_its_name()
    {
        var settings = SessionFactory.CudaSettings(new CudaProvider { DeviceId = 3, AllowTf32 = true, MemoryLimit = 5_000_000_000, UseCudnn = false });

        Assert.That(settings["device_id"], Is.EqualTo("3"));
        Assert.That(settings["use_tf32"], Is.EqualTo("1"));
        Assert.That(settings["gpu_mem_limit"], Is.EqualTo("5000000000"));
        Assert.That(settings["enable_cudnn"], Is.EqualTo("0"));
    }

    [Test]
    public void Settings_out_of_range_are_refused_where_they_are_made()
    {
        Assert.That(() => new CudaProvider { DeviceId = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CudaProvider { MemoryLimit = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Options_with_other_settings_do_not_share_sessions()
    {
        var options = new OnnxOptions { Provider = new CudaProvider() };

        Assert.That(options, Is.EqualTo(new OnnxOptions { Provider = ExecutionProvider.Cuda() }));
        Assert.That(options, Is.Not.EqualTo(new OnnxOptions { Provider = new CudaProvider { AllowTf32 = true } }));
        Assert.That(options, Is.Not.EqualTo(new OnnxOptions()));
    }

    [Test]
    public void A_library_without_the_provider_is_told_with_the_package_to_add()
    {
        byte[] model = File.ReadAllBytes(TestFiles.Model("small", "echo-float32.onnx"));
        try
        {
            using var session = SessionFactory.Create(model, new OnnxOptions { Provider = ExecutionProvider.Cuda(1) }, "echo", folder: null);
            Assert.Ignore("This machine has a GPU that ONNX Runtime can use.");
        }
        catch (LitException error)
        {
            Assert.That(error.Message, Does.Contain("CUDA device 1").And.Contain("Microsoft.ML.OnnxRuntime.Gpu"));
        }
    }
}
