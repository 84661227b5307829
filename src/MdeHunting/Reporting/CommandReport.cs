using MdeHunting.Contract;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Reporting;

/// <summary>
/// Reports through PowerShell's streams what a command does with a connection: under the names of the connection, where there are several, and of the query's
/// file, and errors in their turn.
/// </summary>
/// <param name="streams">The streams.</param>
/// <param name="progress">The connection's line of progress.</param>
internal sealed class CommandReport(PipelineStreams streams, ConnectionProgress progress) : IHuntingReport
{
    private readonly SignInPrompt _signIn = new(streams);

    /// <summary>The job that it is about; null where no query of a person's is run.</summary>
    public JobSubject? Subject { get; init; }

    /// <summary>Told what the job waits for; null where nobody looks at that.</summary>
    public IJobState? State { get; init; }

    /// <summary>Ends when the job may write what it has.</summary>
    public Func<Task> Turn { get; init; } = static () => Task.CompletedTask;

    /// <summary>The query as it was given, which is what every failure to have its rows is about; null until it is known.</summary>
    public string? Query { get; set; }

    /// <inheritdoc/>
    public bool NamesConnection => Subject is { IsAlone: false };

    /// <inheritdoc/>
    public async Task WriteErrorAsync(MdeException failure)
    {
        Subject?.Mark(failure);
        await Turn().ConfigureAwait(false);
        await streams.WriteErrorAsync(failure, failure is HuntingException ? Query : null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task ShowProgressAsync(HuntingProgress state) => progress.ShowAsync(state);

    /// <inheritdoc/>
    public Task<bool> ShouldProcessAsync(string query, string purpose)
    {
        var what = $"{(Subject?.FileName is { } file ? $"{file}: {purpose}" : purpose)}\n{query}";
        return streams.ShouldProcessAsync(what, what);
    }

    /// <inheritdoc/>
    public async Task ShowWaitAsync(WaitNotice? wait)
    {
        if (wait is not { } shown)
        {
            await (State?.ResumeAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            return;
        }

        State?.Wait(shown);
        await ShowAsync(shown).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task ShowWaitLeftAsync(WaitNotice wait) => ShowAsync(wait);

    /// <inheritdoc/>
    public Task ShowSilenceAsync(WaitNotice? silence) => silence is { } shown ? ShowAsync(shown) : Task.CompletedTask;

    /// <inheritdoc/>
    public void NoteResponse(bool hasCome) => State?.NoteResponse(hasCome);

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => _signIn.ShowDeviceCodeAsync(notice);

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => _signIn.ShowBrowserAsync();

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> call) => _signIn.InvokeAsync(call);

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => _signIn.ShowTimeLeftAsync(notice, left);

    /// <inheritdoc/>
    public Task WarnAsync(string message) => streams.WarnAsync(Labelled(message));

    /// <inheritdoc/>
    public Task InformAsync(string message) => streams.InformAsync(Labelled(message));

    /// <inheritdoc/>
    public Task DebugAsync(string message) => streams.DebugAsync(Labelled(message));

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => streams.VerboseAsync(Labelled(message));

    /// <summary>Takes a sign-in's progress away again.</summary>
    public Task CompleteAsync() => _signIn.CompleteAsync();

    private Task ShowAsync(WaitNotice wait) =>
        progress.ShowNowAsync(new HuntingProgress($"waiting until {UtcText.TimeOfDay(wait.Until)}: {wait.Why}", -1, (int)Math.Ceiling(wait.Time.TotalSeconds)));

    private string Labelled(string message) => Subject?.Label is { } label ? $"{label}: {message}" : message;
}
