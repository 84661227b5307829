using System.Collections.Concurrent;
using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>What is told beside the work, kept until somebody listens.</summary>
internal sealed class LateMessages : ISignInPrompt
{
    // Of a connection that nobody uses for long, the latest say enough.
    private const int Most = 100;
    private readonly ConcurrentQueue<(bool IsWarning, string Text)> _messages = new();

    /// <inheritdoc/>
    public Task WarnAsync(string message) => Add(isWarning: true, message);

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => Add(isWarning: false, message);

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => throw new InvalidOperationException("Prompts aren't available in background work.");

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => throw new InvalidOperationException("Prompts aren't available in background work.");

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> call) => throw new InvalidOperationException("There's no command beside the work.");

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowWaitLeftAsync(WaitNotice wait) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowSilenceAsync(WaitNotice? silence) => Task.CompletedTask;

    /// <inheritdoc/>
    public void NoteResponse(bool hasCome) { }

    /// <summary>Tells it, once.</summary>
    public async Task TellAsync(IMessageSink messages)
    {
        while (_messages.TryDequeue(out var message))
        {
            await (message.IsWarning ? messages.WarnAsync(message.Text) : messages.VerboseAsync(message.Text)).ConfigureAwait(false);
        }
    }

    private Task Add(bool isWarning, string message)
    {
        _messages.Enqueue((isWarning, message));
        while (_messages.Count > Most)
        {
            _messages.TryDequeue(out _);
        }

        return Task.CompletedTask;
    }
}
