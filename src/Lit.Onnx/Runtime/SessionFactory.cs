using System.Globalization;
using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>Turns a model file's bytes and options into a session of the native library.</summary>
internal static class SessionFactory
{
    /// <summary>Creates a session.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="folder">Where weights outside the file lie; null if there are none.</param>
    /// <param name="packed">Where the copies of weights that kernels make are shared; null for a copy of its own.</param>
    /// <param name="configure">Changes the native options last; null for nothing.</param>
    /// <exception cref="LitException">
    /// The library is missing, the provider cannot be used, or the model is not accepted.
    /// </exception>
    public static InferenceSession Create(
        byte[] model,
        OnnxOptions options,
        string name,
        string? folder,
        PrePackedWeightsContainer? packed = null,
        Action<SessionOptions>? configure = null)
    {
        try
        {
            using SessionOptions native = NativeOptions(options, folder);
            configure?.Invoke(native);
            var session = packed is null
                ? new InferenceSession(model, native)
                : new InferenceSession(model, native, packed);
            try
            {
                ProviderCheck.Verify(session, options.Provider, name);
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        catch (Exception error) when (RuntimeErrors.MissingLibrary(error) is { } missing)
        {
            throw missing;
        }
        catch (OnnxRuntimeException error)
        {
            throw new LitException(
                $"Expected model '{name}' to be one that ONNX Runtime can load on {options.Provider}; found: "
                + $"{RuntimeErrors.Reason(error)}",
                error);
        }
    }

    private static SessionOptions NativeOptions(OnnxOptions options, string? folder)
    {
        var native = new SessionOptions();
        try
        {
            native.GraphOptimizationLevel = options.Optimization switch
            {
                GraphOptimization.None => GraphOptimizationLevel.ORT_DISABLE_ALL,
                GraphOptimization.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
                GraphOptimization.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
            };
            native.IntraOpNumThreads = options.ThreadCount;
            native.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
            native.EnableMemoryPattern = options.UseMemoryPattern;
            native.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            native.AddSessionConfigEntry("session.intra_op.allow_spinning", options.AllowSpinning ? "1" : "0");
            native.AddSessionConfigEntry("session.disable_quant_qdq", options.AllowQuantizedActivations ? "0" : "1");
            if (folder is not null)
            {
                native.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
            }

            if (options.Provider is CudaProvider cuda)
            {
                AppendCuda(native, cuda);
            }

            return native;
        }
        catch
        {
            native.Dispose();
            throw;
        }
    }

    private static void AppendCuda(SessionOptions native, CudaProvider cuda)
    {
        try
        {
            using var settings = new OrtCUDAProviderOptions();
            settings.UpdateOptions(CudaSettings(cuda));
            native.AppendExecutionProvider_CUDA(settings);
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new LitException(
                $"Expected {cuda} to be usable; found that the native library cannot use it: "
                + $"{RuntimeErrors.Reason(error)} "
                + "Add the package Microsoft.ML.OnnxRuntime.Gpu to the application in place of "
                + "Microsoft.ML.OnnxRuntime, "
                + "and install the CUDA libraries that it names.",
                error);
        }
    }

    /// <summary>The settings by the names that the native library knows them by.</summary>
    internal static Dictionary<string, string> CudaSettings(CudaProvider cuda)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = cuda.DeviceId.ToString(CultureInfo.InvariantCulture),
            ["use_tf32"] = cuda.AllowTf32 ? "1" : "0",
            ["arena_extend_strategy"] = "kSameAsRequested",
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            ["do_copy_in_default_stream"] = "1",
        };
        if (cuda.MemoryLimit is { } limit)
        {
            settings["gpu_mem_limit"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        if (!cuda.UseCudnn)
        {
            settings["enable_cudnn"] = "0";
        }

        return settings;
    }
}
