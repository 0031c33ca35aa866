using System.Text.Json;
using Lit.Api.Metrics;

namespace Lit.Metrics.States;

/// <summary>Means and sums of squares about them of labels, predictions and errors, updated example by example.</summary>
/// <remarks>
/// B. P. Welford: Note on a Method for Calculating Corrected Sums of Squares and Products (1962); T. F. Chan, G. H. Golub,
/// R. J. LeVeque: Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979).
/// </remarks>
internal sealed class RegressionMoments
{
    private double _count;
    private double _label;
    private double _prediction;
    private double _error;
    private double _labels;
    private double _predictions;
    private double _products;
    private double _errors;
    private double _squares;
    private double _distances;

    public double MeanSquaredError => _squares / _count;

    public double MeanAbsoluteError => _distances / _count;

    /// <summary>NaN for fewer than two examples; −∞ or NaN for constant labels.</summary>
    public double RSquared => _count < 2 ? double.NaN : 1 - (_squares / _labels);

    public double ExplainedVariance => _count < 2 ? double.NaN : 1 - (_errors / _labels);

    /// <summary>NaN for fewer than two examples, or when either side is constant.</summary>
    public double Pearson
        => _count < 2 || !(_labels > 0 && _predictions > 0) ? double.NaN
            : _count == 2 ? Math.Sign(_products)
            : Math.Clamp(_products / (Math.Sqrt(_labels) * Math.Sqrt(_predictions)), -1, 1);

    public void Add(double label, double prediction)
    {
        double error = label - prediction;
        _count++;
        double fromLabel = label - _label, fromPrediction = prediction - _prediction, fromError = error - _error;
        _label += fromLabel / _count;
        _prediction += fromPrediction / _count;
        _error += fromError / _count;
        _labels += fromLabel * (label - _label);
        _predictions += fromPrediction * (prediction - _prediction);
        _products += fromLabel * (prediction - _prediction);
        _errors += fromError * (error - _error);
        _squares += error * error;
        _distances += Math.Abs(error);
    }

    public void Merge(RegressionMoments other)
    {
        if (other._count == 0)
        {
            return;
        }

        double total = _count + other._count, share = other._count / total, both = _count * share;
        double label = other._label - _label, prediction = other._prediction - _prediction, error = other._error - _error;
        _labels += other._labels + (label * label * both);
        _predictions += other._predictions + (prediction * prediction * both);
        _products += other._products + (label * prediction * both);
        _errors += other._errors + (error * error * both);
        _label += label * share;
        _prediction += prediction * share;
        _error += error * share;
        _squares += other._squares;
        _distances += other._distances;
        _count = total;
    }

    public void Write(Utf8JsonWriter writer, string name)
        => StateJson.Write(
            writer,
            name,
            [_count, _label, _prediction, _error, _labels, _predictions, _products, _errors, _squares, _distances]);

    public void Read(JsonElement json, string name)
    {
        if (StateJson.Numbers(json, name, 10) is
            [
                var count, var label, var prediction, var error, var labels,
                var predictions, var products, var errors, var squares, var distances,
            ])
        {
            (_count, _label, _prediction, _error, _labels) = (count, label, prediction, error, labels);
            (_predictions, _products, _errors, _squares, _distances) = (predictions, products, errors, squares, distances);
        }
    }
}
