using Lit.Types.Validation;

namespace Lit.Api;

/// <summary>Checks datasets against their own specs.</summary>
public static class DatasetValidation
{
    extension(Dataset dataset)
    {
        /// <summary>Finds every value that is not what the spec says.</summary>
        public ValidationReport Validate() => dataset.Validate(new ValidationOptions());

        /// <summary>Finds every value that is not what the spec says.</summary>
        /// <param name="options">What to check.</param>
        public ValidationReport Validate(ValidationOptions options)
        {
            ArgumentNullException.ThrowIfNull(dataset);
            return Validator.CheckExamples(dataset.Spec, new IdentifiedRecords(dataset), options);
        }

        /// <summary>Throws if a value is not what the spec says.</summary>
        /// <returns>The dataset.</returns>
        /// <exception cref="ValidationException">
        /// A value is not what the spec says; it has the whole report.
        /// </exception>
        public Dataset ThrowIfInvalid()
        {
            dataset.Validate().ThrowIfInvalid(dataset.Name.Length == 0 ? "Dataset" : $"Dataset '{dataset.Name}'");
            return dataset;
        }
    }
}
