package dev.sluice.portal.pages;

import dev.sluice.policy.model.Action;

/** What is to be done, with the message for the block page. */
public class ActionForm {
    private String action = "block";
    private String message = "";

    void show(Action shown) {
        action = shown.word();
        message = shown instanceof Action.Block block ? block.message() : "";
    }

    Action toAction() {
        return switch (action) {
            case "allow" -> new Action.Allow();
            case "authenticate" -> new Action.Authenticate();
            default -> new Action.Block(message.strip());
        };
    }

    public String getAction() {
        return action;
    }

    public void setAction(String action) {
        this.action = action;
    }

    public String getMessage() {
        return message;
    }

    public void setMessage(String message) {
        this.message = message;
    }
}
