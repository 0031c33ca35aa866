using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>
/// The buffers and bindings of one run, lent by <see cref="OnnxSession.Rent"/>; one thread at a time.
/// </summary>
/// <remarks>Order of use: fill every input, name the outputs, run, read the results, dispose.</remarks>
internal sealed class Runner : IDisposable
{
    private readonly OnnxSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly InputSlot[] _inputs;
    private readonly Dictionary<int, int> _allocated = [];
    private readonly List<OrtValue> _given = [];
    private IDisposableReadOnlyCollection<OrtValue>? _results;
    private int _bound;

    public Runner(OnnxSession session)
    {
        _session = session;
        _binding = session.Native.CreateIoBinding();
        _inputs = [.. session.Inputs.Select(input => new InputSlot(input))];
    }

    /// <summary>The memory of one input for this run.</summary>
    /// <param name="index">The position in <see cref="OnnxSession.Inputs"/>.</param>
    /// <param name="shape">Its shape in this run.</param>
    /// <returns>Its elements in row-major order, with whatever the last run left in them.</returns>
    public Span<T> Input<T>(int index, ReadOnlySpan<long> shape)
        where T : unmanaged
        => _inputs[index].Reserve<T>(shape);

    /// <summary>Sets an input of strings.</summary>
    /// <param name="index">The position in <see cref="OnnxSession.Inputs"/>.</param>
    /// <param name="values">Its elements in row-major order.</param>
    /// <param name="shape">Its shape in this run.</param>
    public void Input(int index, ReadOnlySpan<string> values, ReadOnlySpan<long> shape) =>
        _inputs[index].Set(values, shape);

    /// <summary>Asks for an output in memory of the caller's, which is written without a copy.</summary>
    /// <param name="index">The position in <see cref="OnnxSession.Outputs"/>.</param>
    /// <param name="destination">As many elements as <paramref name="shape"/> has.</param>
    /// <param name="shape">The shape that the output will have.</param>
    public void Output<T>(int index, T[] destination, long[] shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(destination, shape);
        _given.Add(value);
        _binding.BindOutput(_session.Outputs[index].Name, value);
        _bound++;
    }

    /// <summary>
    /// Asks for an output of which the shape is not known beforehand; read it by <see cref="Result"/>.
    /// </summary>
    /// <param name="index">The position in <see cref="OnnxSession.Outputs"/>.</param>
    public void Output(int index)
    {
        _binding.BindOutputToDevice(_session.Outputs[index].Name, OrtMemoryInfo.DefaultInstance);
        _allocated[index] = _bound++;
    }

    /// <summary>Runs the model.</summary>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled; the model stopped between two operators.
    /// </exception>
    /// <exception cref="ModelOutOfMemoryException">There was not enough memory for so many rows.</exception>
    /// <exception cref="OutputShapeException">An output does not have the shape of the memory it was given.</exception>
    /// <exception cref="LitException">The model failed.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (InputSlot input in _inputs)
        {
            input.Bind(_binding, _session.CopiesInputs);
        }

        // Disposing the registration waits for a callback under way, so the flag is not raised after it was lowered.
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static options => ((RunOptions)options!).Terminate = true, _options);
        try
        {
            _session.Native.RunWithBinding(_options, _binding);
            if (_allocated.Count > 0)
            {
                _results = _binding.GetOutputValues();
            }
        }
        catch (Exception error) when (error is OnnxRuntimeException or OutOfMemoryException)
        {
            throw Translate(error, cancellationToken);
        }
        finally
        {
            registration.Dispose();
            if (cancellationToken.IsCancellationRequested)
            {
                _options.Terminate = false;
            }
        }
    }

    /// <summary>
    /// An output that was asked for by <see cref="Output(int)"/>, valid until the runner is disposed.
    /// </summary>
    /// <param name="index">The position in <see cref="OnnxSession.Outputs"/>.</param>
    public OrtValue Result(int index) => _results![_allocated[index]];

    /// <summary>The elements and the shape of a tensor that was asked for by <see cref="Output(int)"/>.</summary>
    /// <param name="index">The position in <see cref="OnnxSession.Outputs"/>.</param>
    /// <param name="shape">The shape that it has.</param>
    /// <returns>The elements, valid until the runner is disposed.</returns>
    public ReadOnlySpan<T> Result<T>(int index, out long[] shape)
        where T : unmanaged
    {
        OrtValue value = Result(index);
        shape = value.GetTensorTypeAndShape().Shape;
        return value.GetTensorDataAsSpan<T>();
    }

    /// <summary>Gives the runner back.</summary>
    public void Dispose()
    {
        ForgetOutputs();
        _session.Return(this);
    }

    /// <summary>Takes back what was asked for, so that other outputs can be.</summary>
    public void ForgetOutputs()
    {
        _results?.Dispose();
        _results = null;
        _binding.ClearBoundOutputs();
        foreach (OrtValue value in _given)
        {
            value.Dispose();
        }

        _given.Clear();
        _allocated.Clear();
        _bound = 0;
    }

    internal void Free()
    {
        _binding.Dispose();
        _options.Dispose();
        foreach (InputSlot input in _inputs)
        {
            input.Dispose();
        }
    }

    private Exception Translate(Exception error, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException($"Model '{_session.Name}' was stopped.", error, cancellationToken);
        }

        if (RuntimeErrors.IsOutOfMemory(error))
        {
            return new ModelOutOfMemoryException(
                $"Expected memory enough for model '{_session.Name}' on {DescribeInputs()}; found: "
                + $"{RuntimeErrors.Reason(error)} "
                + "Use smaller batches.",
                error);
        }

        return RuntimeErrors.IsOutputShape(error)
            ? new OutputShapeException(error.Message, error)
            : new LitException(
                $"Expected model '{_session.Name}' to run on {DescribeInputs()}; found: {RuntimeErrors.Reason(error)}",
                error);
    }

    private string DescribeInputs() => string.Join(", ", _inputs.Select(input => input.ToString()));

    /// <summary>An input's memory, kept from run to run together with its binding while the shape stays.</summary>
    private sealed class InputSlot(TensorInfo info) : IDisposable
    {
        private readonly PinnedBuffer _buffer = new();
        private long[] _shape = [];
        private nint _address;
        private OrtValue? _value;
        private bool _isBound;

        public Span<T> Reserve<T>(ReadOnlySpan<long> shape)
            where T : unmanaged
        {
            long count = Count(shape);
            _buffer.Reserve(Math.Max(1, count) * Unsafe.SizeOf<T>());
            if (_value is null || _address != _buffer.Address || !shape.SequenceEqual(_shape))
            {
                Dispose();
                _shape = shape.ToArray();
                _address = _buffer.Address;
                _value = OrtValue.CreateTensorValueWithData(
                    OrtMemoryInfo.DefaultInstance, info.Element, _shape, _address, _buffer.Capacity);
            }

            return _buffer.As<T>(checked((int)count));
        }

        public void Set(ReadOnlySpan<string> values, ReadOnlySpan<long> shape)
        {
            Dispose();
            _shape = shape.ToArray();
            _value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, _shape);
            for (int i = 0; i < values.Length; i++)
            {
                _value.StringTensorSetElementAt(values[i].AsSpan(), i);
            }
        }

        public void Bind(OrtIoBinding binding, bool always)
        {
            if (_value is null)
            {
                throw new InvalidOperationException($"Input '{info.Name}' was not set.");
            }

            if (always || !_isBound)
            {
                binding.BindInput(info.Name, _value);
                _isBound = true;
            }
        }

        public void Dispose()
        {
            _value?.Dispose();
            _value = null;
            _isBound = false;
        }

        public override string ToString() => $"{info.Name} [{string.Join(", ", _shape)}]";

        private static long Count(ReadOnlySpan<long> shape)
        {
            long count = 1;
            foreach (long size in shape)
            {
                count = checked(count * size);
            }

            return count;
        }
    }
}
