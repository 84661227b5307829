using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Pipeline;
using MdeHunting.Text;

namespace MdeHunting.Reporting;

/// <summary>Turns to the person through PowerShell: the message on the host, the time left as progress.</summary>
internal sealed class SignInPrompt(PipelineStreams streams) : IHuntingPrompt
{
    private const int ActivityId = 1;
    private const string Activity = "Waiting for the sign-in";
    private bool _showing;

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => streams.WriteHostAsync(notice.Message, "MdeHunting.DeviceCode");

    /// <inheritdoc/>
    public Task ShowBrowserAsync()
    {
        _showing = true;
        return streams.WriteProgressAsync(new ProgressRecord(ActivityId, Activity, "Sign in using the browser window that opened. To cancel, press Ctrl+C."));
    }

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> call) => streams.InvokeAsync(call);

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left)
    {
        _showing = true;
        return streams.WriteProgressAsync(
            new ProgressRecord(ActivityId, Activity, $"Enter {notice.UserCode} at {notice.Address}")
            {
                SecondsRemaining = (int)Math.Ceiling(left.TotalSeconds),
                PercentComplete = (int)(100 - (100 * Math.Min(left.TotalSeconds, notice.Lifetime.TotalSeconds) / notice.Lifetime.TotalSeconds)),
            }
        );
    }

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait)
    {
        if (wait is not { } shown)
        {
            return CompleteAsync();
        }

        _showing = true;
        return streams.WriteProgressAsync(
            new ProgressRecord(ActivityId, "Signing in", $"waiting until {UtcText.TimeOfDay(shown.Until)}: {shown.Why}")
            {
                SecondsRemaining = (int)Math.Ceiling(shown.Time.TotalSeconds),
            }
        );
    }

    /// <inheritdoc/>
    public void NoteResponse(bool hasCome) { }

    /// <inheritdoc/>
    public Task ShowWaitLeftAsync(WaitNotice wait) => ShowWaitAsync(wait);

    /// <inheritdoc/>
    public Task ShowSilenceAsync(WaitNotice? silence) => ShowWaitAsync(silence);

    /// <inheritdoc/>
    public Task WarnAsync(string message) => streams.WarnAsync(message);

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => streams.VerboseAsync(message);

    /// <inheritdoc/>
    public Task DebugAsync(string message) => streams.DebugAsync(message);

    /// <summary>Takes the progress away again; does nothing where the pipeline takes no more.</summary>
    public async Task CompleteAsync()
    {
        if (!_showing)
        {
            return;
        }

        _showing = false;
        try
        {
            await streams
                .WriteProgressAsync(new ProgressRecord(ActivityId, Activity, "Done") { RecordType = ProgressRecordType.Completed })
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped: PowerShell clears its progress by itself.
        }
    }
}
