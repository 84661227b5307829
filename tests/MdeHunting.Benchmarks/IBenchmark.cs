namespace MdeHunting.Benchmarks;

/// <summary>A part of the benchmarks, with figures of its own.</summary>
internal interface IBenchmark
{
    /// <summary>The word by which it is asked for.</summary>
    string Name { get; }

    /// <summary>What its figures say, in one line.</summary>
    string Summary { get; }

    /// <summary>Takes its figures, each as soon as it is there.</summary>
    IAsyncEnumerable<Figure> RunAsync(CancellationToken token);
}
